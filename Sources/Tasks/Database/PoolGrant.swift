/// What somebody who asks a pool for a connection gets.
enum PoolGrant<Connection: PooledConnection>: Sendable {
  case connection(Connection)
  /// A place in which to open one.
  case place
  /// None came in time.
  case busy
  /// Not wanted any more.
  case cancelled
  case closed
}
