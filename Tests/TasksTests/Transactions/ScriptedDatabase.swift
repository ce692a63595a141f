import Synchronization
import TaskModel
import Tasks

/// A database that does as it is told and writes down what it was asked: for ends that a real one cannot be made to take, such as
/// a connection that is lost while committing.
final class ScriptedDatabase: Database {
  private struct State {
    var log: [String] = []
    var lent = 0
    var number = 0
  }

  let place = "scripted://test"
  let dialect = SQLDialect.sqlite
  let clock: any WallClock
  /// Called with each statement (BEGIN, COMMIT and ROLLBACK, too) and how many-th connection it is on, from 1.
  private let answer: @Sendable (String, Int) throws(DatabaseError) -> SQLResult
  private let state = Mutex(State())

  init(
    clock: any WallClock,
    answer: @escaping @Sendable (String, Int) throws(DatabaseError) -> SQLResult = { _, _ throws(DatabaseError) in
      SQLResult(affectedRows: 1)
    }
  ) {
    self.clock = clock
    self.answer = answer
  }

  /// Everything that was asked, in order, the first words only.
  var log: [String] { state.withLock { $0.log } }
  /// Connections that were not given back.
  var lentCount: Int { state.withLock { $0.lent } }

  func ask(_ text: String, on connection: Int) throws(DatabaseError) -> SQLResult {
    state.withLock { $0.log.append(text) }
    return try answer(text, connection)
  }

  func lend() async throws(DatabaseError) -> any DatabaseConnection {
    let number = state.withLock { state in
      state.lent += 1
      state.number += 1
      return state.number
    }
    return ScriptedConnection(database: self, number: number)
  }

  func giveBack(_ connection: any DatabaseConnection) async { state.withLock { $0.lent -= 1 } }
  func outboxChanges() -> AsyncStream<Void> { AsyncStream { $0.finish() } }
  func close() async {}

  static func error(_ code: DatabaseError.Code, _ message: String = "as scripted") -> DatabaseError {
    DatabaseError(code, message: message, place: "scripted://test")
  }
}

private final class ScriptedConnection: DatabaseConnection {
  let database: ScriptedDatabase
  let number: Int

  init(database: ScriptedDatabase, number: Int) {
    self.database = database
    self.number = number
  }

  func run(_ statement: SQL) async throws(DatabaseError) -> SQLResult {
    let words = statement.text(for: .sqlite).split(separator: " ").prefix(3)
    return try database.ask(words.joined(separator: " "), on: number)
  }

  func begin(_ options: TransactionOptions) async throws(DatabaseError) { _ = try database.ask("BEGIN", on: number) }
  func commit() async throws(DatabaseError) { _ = try database.ask("COMMIT", on: number) }
  func rollback() async { _ = try? database.ask("ROLLBACK", on: number) }
}
