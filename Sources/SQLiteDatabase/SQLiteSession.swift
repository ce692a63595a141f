import GRDBSQLite
import Tasks

/// One open connection and the transaction on it. On one thread at a time.
final class SQLiteSession {
  private struct Transaction {
    let isReadOnly: Bool
    /// Why SQLite ended it on its own, such as a full disk or a cancelled change.
    var end: DatabaseError?
  }

  let place: SQLitePlace
  let connection: OpaquePointer
  private let file: OpenFile
  private let busy: BusyWait
  private var statements: StatementCache
  private let outboxWatch = OutboxWatch()
  private var transaction: Transaction?
  private let broken: Flag

  /// - Parameter broken: raised when the connection is of no more use.
  init(_ place: SQLitePlace, options: SQLiteDatabaseOptions, broken: Flag) throws(DatabaseError) {
    let busy = BusyWait(timeout: options.busyTimeout)
    file = try SQLiteFile(place: place, options: options).open(busy)
    (self.place, connection) = (place, file.connection)
    (self.busy, self.broken) = (busy, broken)
    statements = StatementCache(limit: options.maxStatements)
    outboxWatch.follow(connection)
    watchCancellation()
  }

  /// Lets a statement that nobody waits for any more end soon, also a query that never would.
  private func watchCancellation() {
    sqlite3_progress_handler(
      connection, 1000,
      { context in
        guard let context else { return 0 }
        return Unmanaged<BusyWait>.fromOpaque(context).takeUnretainedValue().isCancelled ? 1 : 0
      }, Unmanaged.passUnretained(busy).toOpaque())
  }

  /// The file's absolute path; empty for a database in memory.
  var path: String { sqlite3_db_filename(connection, "main").map { String(cString: $0) } ?? "" }

  /// A use of the connection, on the calling thread.
  func use<Value>(_ body: () -> Value) -> Value { file.use(body) }

  /// True when rows of the outbox were committed since this was last asked.
  func takeOutboxChange() -> Bool {
    sqlite3_get_autocommit(connection) != 0 && outboxWatch.takeChange()
  }

  func close() {
    statements.removeAll()
    file.close()
  }
}

extension SQLiteSession {
  /// Runs one statement.
  /// - Parameter flag: raised when it is no longer wanted.
  func run(_ statement: SQL, _ flag: Flag?) throws(DatabaseError) -> SQLResult {
    if let end = transaction?.end { throw ended(by: end) }
    let text = statement.text(for: .sqlite)
    if let word = TransactionWord.first(in: text) {
      throw refusal("\(word) is not for a statement: use begin, commit and rollback of the connection", text)
    }
    return try execute(text, statement.values, flag)
  }

  func begin(_ options: TransactionOptions, _ flag: Flag?) throws(DatabaseError) {
    if transaction != nil { throw refusal("there is a transaction already", nil) }
    if options.isReadOnly { _ = try execute("PRAGMA query_only = 1", [], nil) }
    do {
      // A transaction that will write takes its turn at once: one that only finds out at its first change that another
      // has written meanwhile would have to be run again.
      _ = try execute(options.isReadOnly ? "BEGIN DEFERRED" : "BEGIN IMMEDIATE", [], flag)
    } catch {
      if options.isReadOnly { _ = try? execute("PRAGMA query_only = 0", [], nil) }
      throw error
    }
    transaction = Transaction(isReadOnly: options.isReadOnly)
  }

  func commit() throws(DatabaseError) {
    guard let transaction else { throw refusal("there is no transaction to commit", nil) }
    if let end = transaction.end { throw ended(by: end) }
    _ = try execute("COMMIT", [], nil)
    endTransaction()
  }

  /// Ends what is open, if anything is.
  func rollback() {
    if sqlite3_get_autocommit(connection) == 0 {
      do { _ = try execute("ROLLBACK", [], nil) } catch { broken.raise() }
    }
    _ = outboxWatch.takeChange()
    endTransaction()
  }

  private func endTransaction() {
    if transaction?.isReadOnly == true {
      do { _ = try execute("PRAGMA query_only = 0", [], nil) } catch { broken.raise() }
    }
    transaction = nil
  }
}

extension SQLiteSession {
  private func execute(
    _ text: String, _ values: [SQLValue], _ flag: Flag?
  ) throws(DatabaseError) -> SQLResult {
    busy.begin(flag)
    defer { busy.begin(nil) }
    if busy.isCancelled { throw cancelled(text) }
    do throws(DatabaseError) {
      let prepared = try prepare(text)
      defer { prepared.reset() }
      try bind(values, to: prepared, text)
      return try step(prepared, text)
    } catch {
      if transaction != nil, sqlite3_get_autocommit(connection) != 0 { transaction?.end = error }
      throw error
    }
  }

  private func bind(
    _ values: [SQLValue], to prepared: PreparedStatement, _ text: String
  ) throws(DatabaseError) {
    if prepared.placeholders != values.count {
      throw refusal(
        "it has \(prepared.placeholders) placeholders and \(values.count) values; put each value in by interpolation",
        text)
    }
    for (index, value) in values.enumerated() {
      if case .double(let number) = value, number.isNaN {
        throw DatabaseError(.value, message: "NaN cannot be kept: SQLite makes NULL of it", place: place.description)
      }
      let code = prepared.bind(value, at: Int32(clamping: index + 1))
      if code != SQLITE_OK { throw failure(text) }
    }
  }

  private func step(_ prepared: PreparedStatement, _ text: String) throws(DatabaseError) -> SQLResult {
    let changesBefore = sqlite3_total_changes64(connection)
    var result = SQLResult()
    while true {
      let code = prepared.step()
      // Known after the first step, which prepares the statement anew when a table has changed.
      if result.rows.isEmpty { result.columns = prepared.columns }
      switch code {
      case SQLITE_ROW: result.rows.append(prepared.row(columns: result.columns.count))
      case SQLITE_DONE:
        result.affectedRows =
          prepared.isReadOnly ? result.rows.count : changes(since: changesBefore)
        return result
      default: throw failure(text)
      }
    }
  }

  /// Of what is no change of rows SQLite tells the number of the last that was.
  private func changes(since total: Int64) -> Int {
    sqlite3_total_changes64(connection) == total ? 0 : Int(clamping: sqlite3_changes64(connection))
  }
}

extension SQLiteSession {
  private func prepare(_ text: String) throws(DatabaseError) -> PreparedStatement {
    if let known = statements.find(text) { return known }
    if text.utf8.contains(0) { throw refusal("it has a zero byte in it", text) }
    var copy = text
    let (prepared, rest) = try copy.withUTF8(prepareFirst).get()
    guard let prepared else { throw refusal("there is no statement in it", text) }
    if rest { throw refusal("there are several statements in it: run them one by one", text) }
    statements.keep(prepared, text)
    return prepared
  }

  /// The first statement in a text, and whether there is another behind it.
  private func prepareFirst(
    _ utf8: UnsafeBufferPointer<UInt8>
  ) -> Result<(PreparedStatement?, Bool), DatabaseError> {
    guard let start = utf8.baseAddress, let count = Int32(exactly: utf8.count) else { return .success((nil, false)) }
    return start.withMemoryRebound(to: CChar.self, capacity: utf8.count) { start in
      var (pointer, tail): (OpaquePointer?, UnsafePointer<CChar>?) = (nil, nil)
      let code = sqlite3_prepare_v3(connection, start, count, UInt32(SQLITE_PREPARE_PERSISTENT), &pointer, &tail)
      if code != SQLITE_OK { return .failure(failure(String(decoding: utf8, as: UTF8.self))) }
      let first = pointer.map { PreparedStatement($0) }
      guard let tail, first != nil else { return .success((first, false)) }
      return .success((first, hasStatement(tail, count - Int32(tail - start))))
    }
  }

  private func hasStatement(_ text: UnsafePointer<CChar>, _ count: Int32) -> Bool {
    var text = text
    let end = text + Int(count)
    while text < end {
      var (pointer, tail): (OpaquePointer?, UnsafePointer<CChar>?) = (nil, nil)
      let code = sqlite3_prepare_v3(connection, text, Int32(end - text), 0, &pointer, &tail)
      sqlite3_finalize(pointer)
      // What is no statement at all stands behind the first all the same.
      if code != SQLITE_OK || pointer != nil { return true }
      guard let tail, tail > text else { return false }
      text = tail
    }
    return false
  }
}

extension SQLiteSession {
  /// What SQLite says of the call that just failed.
  private func failure(_ statement: String) -> DatabaseError {
    let code = ResultCode(number: sqlite3_extended_errcode(connection))
    if code.breaksConnection { broken.raise() }
    if busy.isCancelled, code.meaning == .conflict || code.meaning == .cancelled { return cancelled(statement) }
    let message = String(cString: sqlite3_errmsg(connection))
    if code.primary == SQLITE_READONLY, transaction?.isReadOnly == true {
      return DatabaseError(
        .statement, state: String(code.number), message: "the transaction is read-only", statement: statement,
        place: place.description)
    }
    return DatabaseError(code, message, statement: statement, place: place)
  }

  private func cancelled(_ statement: String) -> DatabaseError {
    DatabaseError(
      .cancelled, state: String(SQLITE_INTERRUPT), message: "cancelled", statement: statement,
      place: place.description)
  }

  private func refusal(_ reason: String, _ statement: String?) -> DatabaseError {
    DatabaseError(.statement, message: reason, statement: statement, place: place.description)
  }

  private func ended(by error: DatabaseError) -> DatabaseError {
    DatabaseError(
      error.code, state: error.state, message: "the transaction was rolled back because of: \(error.message)",
      detail: error.detail, statement: error.statement, place: error.place)
  }
}
