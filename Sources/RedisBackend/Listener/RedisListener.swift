import TaskModel

/// One connection for all that this process subscribes to, kept up: it comes back by itself when it breaks.
final class RedisListener: Sendable {
  init(_ endpoint: RedisEndpoint, options: RedisConnectionOptions) throws(BackendError) {}

  /// Messages published on a channel. The first listener subscribes, the last one to go unsubscribes.
  /// - Parameter limit: how many events may wait for a slow listener; older ones are dropped.
  func channel(_ name: String, limit: Int = 1000) -> AsyncStream<ListenerEvent> { AsyncStream { $0.finish() } }

  /// Messages published on all channels that fit a glob pattern (`PSUBSCRIBE`).
  func pattern(_ pattern: String, limit: Int = 1000) -> AsyncStream<ListenerEvent> { AsyncStream { $0.finish() } }

  /// Returns when the server has confirmed a channel that is being listened to: whatever is published from then on is
  /// heard. Throws when the server cannot be reached.
  func untilSubscribed(toChannel name: String) async throws(BackendError) {}

  /// As `untilSubscribed(toChannel:)`.
  func untilSubscribed(toPattern pattern: String) async throws(BackendError) {}

  /// Ends the connection, its thread and all streams.
  func close() {}
}
