import GRDBSQLite

/// Notices that a connection has put rows into the outbox. On the connection's thread.
final class OutboxWatch {
  private var hasChanged = false

  /// The connection must not outlive this object.
  func follow(_ connection: OpaquePointer) {
    sqlite3_update_hook(
      connection,
      { context, kind, _, table, _ in
        guard let context, let table, kind != SQLITE_DELETE, String(cString: table) == "tasksd_outbox" else { return }
        Unmanaged<OutboxWatch>.fromOpaque(context).takeUnretainedValue().hasChanged = true
      }, Unmanaged.passUnretained(self).toOpaque())
  }

  func takeChange() -> Bool {
    defer { hasChanged = false }
    return hasChanged
  }
}
