import TaskModel
import WorkerThreads

/// Rings when something is pushed to a watched key, without polling (`CLIENT TRACKING` in broadcasting mode,
/// https://redis.io/docs/latest/develop/reference/client-side-caching/), over one connection of its own.
///
/// Where the server does not allow it (an ACL), it rings once a second while armed and says so once.
final class QueueWatcher: Sendable {
  private let place: String
  private let role: WatcherRole
  private let loop: PushLoop

  /// Starts the thread; connects when it is first armed.
  init(_ endpoint: RedisEndpoint, options: RedisConnectionOptions) throws(BackendError) {
    place = endpoint.maskedDescription
    role = WatcherRole(warn: options.warn)
    loop = try PushLoop(
      RedisConnector(endpoint: endpoint, options: options, interrupter: Interrupter()), role: role)
    let thread = try WorkerThread.starting("redis watcher", place: place)
    thread.perform { [loop] in
      loop.run()
      thread.stop()
    }
  }

  deinit { loop.close() }

  /// Rings from now on; one that comes while the listener is busy waits for it, and further ones melt into it.
  func rings() -> AsyncStream<Void> { role.rings() }

  /// After it returned, every change of one of the keys rings. Look at the keys once more then: what was pushed before
  /// may not have rung. A change is also that something was taken away.
  ///
  /// Stays armed until `disarm`: a lost connection is made and armed again, which rings; also when this call throws
  /// because the server is away. Costs nothing when the same keys are armed already.
  func arm(_ keys: [String]) async throws(BackendError) {
    let result = await role.arm(Set(keys.map { Array($0.utf8) })) { [loop] in loop.wake() }
    if case .failure(let error) = result { throw error.backendError(attempted: "watch the queues", place: place) }
  }

  /// As `arm`, without waiting for it: rings once it watches.
  func armSoon(_ keys: [String]) {
    if role.armSoon(Set(keys.map { Array($0.utf8) })) { loop.wake() }
  }

  /// Rings for what this process itself has done.
  func ring() { role.ring() }

  /// Rings no more, after what is under way; returns at once.
  func disarm() {
    if role.disarm() { loop.wake() }
  }

  /// Ends the connection, its thread and all streams. Returns at once.
  func close() { loop.close() }
}
