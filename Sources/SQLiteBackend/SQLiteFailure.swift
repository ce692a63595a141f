/// A result code of SQLite that is not a success, with its text: internal, becomes a `BackendError` at the edge.
struct SQLiteFailure: Error {
  /// The extended result code (https://www.sqlite.org/rescode.html).
  let code: Int32
  let message: String
  /// The operating system's `errno` behind it; 0 where there is none.
  let systemError: Int32

  /// `SQLITE_READONLY_DBMOVED`, a macro Swift does not import.
  static var movedCode: Int32 { 8 | (4 << 8) }

  var primaryCode: Int32 { code & 0xFF }
}
