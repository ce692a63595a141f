import Synchronization
import TaskModel
import Tasks

/// A database of nothing but an outbox, which can be away: knows the relay's statements and no others.
final class OutboxTable: Database {
  struct Row: Sendable, Hashable {
    var number: Int64
    var taskID: String
    var task: String
    var args = "[]"
    var kwargs = "{}"
    var options = "{}"
    var createdAt: SQLValue
    var problem: String?
  }

  fileprivate struct State {
    var rows: [Row] = []
    var lastNumber: Int64 = 0
    var lent = 0
    var outage: DatabaseError?
    var inboxCleanings: [SQLValue] = []
    var failing: Set<String> = []
    var listeners: [AsyncStream<Void>.Continuation] = []
  }

  let place = "table://test"
  let dialect = SQLDialect.sqlite
  let clock: any WallClock
  private let state = Mutex(State())

  init(clock: any WallClock) { self.clock = clock }

  /// Writes a row as a program in any language would; returns its number.
  @discardableResult
  func insert(
    _ task: String, id: String, args: String = "[]", kwargs: String = "{}", options: String = "{}",
    createdAt: SQLValue? = nil, rings: Bool = true
  ) -> Int64 {
    let now = clock.now.sqlValue
    let number = state.withLock { state in
      state.lastNumber += 1
      state.rows.append(
        Row(
          number: state.lastNumber, taskID: id, task: task, args: args, kwargs: kwargs, options: options,
          createdAt: createdAt ?? now))
      return state.lastNumber
    }
    if rings { ring() }
    return number
  }

  func insert(_ rows: [OutboxRow]) {
    for row in rows {
      let columns = row.columns
      insert(
        row.message.task.rawValue, id: row.message.id.rawValue, args: columns.args.description,
        kwargs: columns.kwargs.description, options: columns.options.description)
    }
  }

  var rows: [Row] { state.withLock { $0.rows } }
  var lentCount: Int { state.withLock { $0.lent } }
  /// The moments before which records of the inbox were asked to be deleted.
  var inboxCleanings: [SQLValue] { state.withLock { $0.inboxCleanings } }

  func setOutage(_ error: DatabaseError?) { state.withLock { $0.outage = error } }

  /// Lets statements that begin with this word fail, until it is taken back.
  func setFailing(_ word: String, _ fails: Bool) {
    state.withLock { state in
      if fails { state.failing.insert(word) } else { state.failing.remove(word) }
    }
  }

  /// As another relay does with what it has brought.
  func removeAll() { state.withLock { $0.rows = [] } }

  func ring() { for listener in state.withLock({ $0.listeners }) { listener.yield() } }

  func lend() async throws(DatabaseError) -> any DatabaseConnection {
    if let outage = state.withLock({ $0.outage }) { throw outage }
    state.withLock { $0.lent += 1 }
    return Connection(table: self)
  }

  func giveBack(_ connection: any DatabaseConnection) async { state.withLock { $0.lent -= 1 } }

  func outboxChanges() -> AsyncStream<Void> {
    let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    state.withLock { $0.listeners.append(continuation) }
    return stream
  }

  func close() async {}

  private final class Connection: DatabaseConnection {
    let table: OutboxTable

    init(table: OutboxTable) { self.table = table }

    func run(_ statement: SQL) async throws(DatabaseError) -> SQLResult { try table.run(statement) }
    func begin(_ options: TransactionOptions) async throws(DatabaseError) {}
    func commit() async throws(DatabaseError) {}
    func rollback() async {}
  }
}

extension OutboxTable {
  private func run(_ statement: SQL) throws(DatabaseError) -> SQLResult {
    let text = statement.text(for: .sqlite)
    let words = text.split { $0 == " " || $0 == "\n" }.prefix(3).joined(separator: " ")
    let result = state.withLock { state -> SQLResult? in
      if state.outage != nil || state.failing.contains(where: { words.hasPrefix($0) }) { return nil }
      switch words {
      case "SELECT number, task_id,": return state.first(statement.values)
      case "SELECT count(*) -": return state.standing
      case "DELETE FROM tasksd_outbox":
        state.rows.removeAll { statement.values.contains(.integer($0.number)) }
        return SQLResult()
      case "UPDATE tasksd_outbox SET":
        state.setAside(statement.values)
        return SQLResult()
      case "DELETE FROM tasksd_inbox":
        state.inboxCleanings.append(statement.values[0])
        return SQLResult(affectedRows: 7)
      default: return nil
      }
    }
    guard let result else {
      throw DatabaseError(.unavailable, message: "as scripted", statement: text, place: place)
    }
    return result
  }
}

extension OutboxTable.State {
  fileprivate func first(_ values: [SQLValue]) -> SQLResult {
    guard case .integer(let limit) = values.first else { return SQLResult() }
    let rows = rows.filter { $0.problem == nil }.sorted { $0.number < $1.number }.prefix(Int(limit))
    return SQLResult(
      columns: ["number", "task_id", "task", "args", "kwargs", "options", "created_at"],
      rows: rows.map {
        [
          .integer($0.number), .text($0.taskID), .text($0.task), .text($0.args), .text($0.kwargs), .text($0.options),
          $0.createdAt,
        ]
      })
  }

  fileprivate var standing: SQLResult {
    let aside = rows.count { $0.problem != nil }
    let oldest = rows.first { $0.problem == nil }?.createdAt ?? .null
    return SQLResult(
      columns: ["waiting", "set_aside", "oldest"],
      rows: [[.integer(Int64(rows.count - aside)), .integer(Int64(aside)), oldest]])
  }

  fileprivate mutating func setAside(_ values: [SQLValue]) {
    guard case .text(let problem) = values[0], case .integer(let number) = values[1] else { return }
    for index in rows.indices where rows[index].number == number { rows[index].problem = problem }
  }
}
