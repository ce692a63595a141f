/// How many connections a pool has, and how long somebody waits for one.
package struct ConnectionPoolLimits: Sendable, Hashable {
  /// At least 1.
  package let connections: Int
  /// How long somebody waits while all are lent; at least nothing.
  package let wait: Duration

  package init(connections: Int, wait: Duration) {
    self.connections = max(1, connections)
    self.wait = max(.zero, wait)
  }
}
