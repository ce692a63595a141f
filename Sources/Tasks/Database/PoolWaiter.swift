/// Somebody who waits for a connection, up to a limit.
struct PoolWaiter<Connection: PooledConnection>: Sendable {
  let continuation: CheckedContinuation<PoolGrant<Connection>, Never>
  /// Refuses when the time is over.
  let limit: Task<Void, any Error>

  func resume(returning grant: PoolGrant<Connection>) {
    limit.cancel()
    continuation.resume(returning: grant)
  }
}
