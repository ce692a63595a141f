import TaskModel

/// Rings when something is pushed to a watched key, without polling (`CLIENT TRACKING` in broadcasting mode,
/// https://redis.io/docs/latest/develop/reference/client-side-caching/).
final class QueueWatcher: Sendable {
  init(_ endpoint: RedisEndpoint, options: RedisConnectionOptions) throws(BackendError) {}

  /// Rings from now on; one that comes while the listener is busy waits for it, and further ones melt into it.
  func rings() -> AsyncStream<Void> { AsyncStream { $0.finish() } }

  /// After it returned, every change of one of the keys rings. Look at the keys once more then: what was pushed before
  /// does not ring. Stays armed until `disarm`, also over a lost connection (which rings too). Costs nothing when armed for
  /// the same keys already.
  func arm(_ keys: [String]) async throws(BackendError) {}

  /// Rings no more; returns at once.
  func disarm() {}

  /// Ends the connection, its thread and all streams.
  func close() {}
}
