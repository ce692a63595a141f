import GRDBSQLite

/// How long the write-ahead log is, as SQLite tells after each commit of a connection. On the connection's thread.
final class LogLength {
  private(set) var pages = 0

  /// The connection must not outlive this object.
  func follow(_ connection: OpaquePointer) {
    sqlite3_wal_hook(
      connection,
      { context, _, _, pages in
        guard let context else { return SQLITE_OK }
        Unmanaged<LogLength>.fromOpaque(context).takeUnretainedValue().pages = Int(pages)
        return SQLITE_OK
      }, Unmanaged.passUnretained(self).toOpaque())
  }
}
