import TaskModel
import WorkerThreads

/// One connection for all that this process subscribes to, kept up: it comes back by itself when it breaks.
///
/// It connects when the first listener comes. Names go to the server as they are: a global key prefix, and the database
/// number that Celery puts in front of channel names, are the caller's.
final class RedisListener: Sendable {
  private let place: String
  private let role = ListenerRole()
  private let loop: PushLoop

  /// Starts the thread; connects to nothing yet.
  init(_ endpoint: RedisEndpoint, options: RedisConnectionOptions) throws(BackendError) {
    place = endpoint.maskedDescription
    loop = try PushLoop(
      RedisConnector(endpoint: endpoint, options: options, interrupter: Interrupter()), role: role)
    let thread = try WorkerThread.starting("redis listener", place: place)
    thread.perform { [loop] in
      loop.run()
      thread.stop()
    }
  }

  deinit { loop.close() }

  /// Messages published on a channel. The first listener subscribes, the last one to go unsubscribes.
  /// - Parameter limit: how many events may wait for a slow listener; older ones are dropped.
  func channel(_ name: String, limit: Int = 1000) -> AsyncStream<ListenerEvent> { listen(to: .channel(name), limit) }

  /// Messages published on all channels that fit a glob pattern (`PSUBSCRIBE`).
  func pattern(_ pattern: String, limit: Int = 1000) -> AsyncStream<ListenerEvent> {
    listen(to: .pattern(pattern), limit)
  }

  private func listen(to subscription: Subscription, _ limit: Int) -> AsyncStream<ListenerEvent> {
    role.listen(to: subscription, limit: limit) { [loop] in loop.wake() }
  }

  /// Returns when the server has confirmed a channel that is being listened to: whatever is published from then on is
  /// heard. Throws when the server cannot be reached, or does not allow it.
  func untilSubscribed(toChannel name: String) async throws(BackendError) { try await wait(for: .channel(name)) }

  /// As `untilSubscribed(toChannel:)`.
  func untilSubscribed(toPattern pattern: String) async throws(BackendError) { try await wait(for: .pattern(pattern)) }

  private func wait(for subscription: Subscription) async throws(BackendError) {
    if case .failure(let error) = await role.untilSubscribed(to: subscription) {
      throw error.backendError(attempted: "subscribe to \(subscription.name)", place: place)
    }
  }

  /// Ends the connection, its thread and all streams. Returns at once.
  func close() { loop.close() }
}
