import GRDBSQLite

/// One prepared statement, used by its connection's thread only.
///
/// GRDB's own `Statement` costs about a microsecond a run for its bookkeeping; on the road of a task that is as much as the
/// work itself, so the hot statements go to SQLite directly.
final class Statement {
  private let pointer: OpaquePointer
  private let connection: OpaquePointer

  init(_ sql: StaticString, on connection: OpaquePointer) throws(SQLiteFailure) {
    var pointer: OpaquePointer?
    let text = UnsafeRawPointer(sql.utf8Start).assumingMemoryBound(to: CChar.self)
    let code = sqlite3_prepare_v3(
      connection, text, Int32(sql.utf8CodeUnitCount), UInt32(SQLITE_PREPARE_PERSISTENT), &pointer, nil)
    guard code == SQLITE_OK, let pointer else { throw SQLiteFailure(of: connection) }
    self.pointer = pointer
    self.connection = connection
  }

  deinit { sqlite3_finalize(pointer) }

  /// Values for `?1`, `?2` …, in order.
  func bind<each Value: SQLiteValue>(_ values: repeat each Value) throws(SQLiteFailure) {
    var index: Int32 = 1
    for value in repeat each values {
      guard value.bind(to: pointer, at: index) == SQLITE_OK else { throw SQLiteFailure(of: connection) }
      index += 1
    }
  }

  /// True when there is a row to read.
  func step() throws(SQLiteFailure) -> Bool {
    switch sqlite3_step(pointer) {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    default: throw SQLiteFailure(of: connection)
    }
  }

  /// Ends the run and lets go of the values.
  func reset() {
    sqlite3_reset(pointer)
    sqlite3_clear_bindings(pointer)
  }

  // Columns from 0, of the row `step` found.

  func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(pointer, column) }

  func optionalInteger(_ column: Int32) -> Int64? { isNull(column) ? nil : integer(column) }

  func text(_ column: Int32) -> String {
    guard let text = sqlite3_column_text(pointer, column) else { return "" }
    let count = Int(sqlite3_column_bytes(pointer, column))
    return String(decoding: UnsafeBufferPointer(start: text, count: count), as: UTF8.self)
  }

  func bytes(_ column: Int32) -> [UInt8] {
    guard let start = sqlite3_column_blob(pointer, column) else { return [] }
    return Array(UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(pointer, column))))
  }

  func isBlob(_ column: Int32) -> Bool { sqlite3_column_type(pointer, column) == SQLITE_BLOB }

  func isNull(_ column: Int32) -> Bool { sqlite3_column_type(pointer, column) == SQLITE_NULL }
}

extension SQLiteFailure {
  /// The last thing that went wrong on this connection.
  init(of connection: OpaquePointer) {
    self.init(
      code: sqlite3_extended_errcode(connection), message: String(cString: sqlite3_errmsg(connection)),
      systemError: sqlite3_system_errno(connection))
  }
}
