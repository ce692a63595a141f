import Tasks

/// The right to write, of which a database has one: whoever waits longest in this process is next, at once. Other processes
/// wait for SQLite's lock, and look again from time to time.
final class WriteTurn: PooledConnection {
  var isUsable: Bool { true }

  func reset() async {}

  func close() async {}

  static func pool(_ place: SQLitePlace, wait: Duration) -> ConnectionPool<WriteTurn> {
    ConnectionPool(
      place: place.description, limits: ConnectionPoolLimits(connections: 1, wait: wait),
      open: { () async throws(DatabaseError) in WriteTurn() })
  }
}
