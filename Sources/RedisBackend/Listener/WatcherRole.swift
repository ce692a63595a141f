import Synchronization
import TaskModel
import WorkerThreads

/// Has the server watch the keys that are wanted, and rings for their changes only.
final class WatcherRole: PushRole {
  private let state = Mutex(WatchState())
  private let bell = ChangeBell()
  private let warn: @Sendable (String) -> Void

  init(warn: @escaping @Sendable (String) -> Void) { self.warn = warn }

  func rings() -> AsyncStream<Void> { bell.listen() }

  /// - Returns: when the server watches these keys.
  func arm(_ keys: Set<[UInt8]>, whenChanged: @Sendable () -> Void) async -> Result<Void, LinkError> {
    await withCheckedContinuation { continuation in
      let (mustTell, result) = state.withLock { state in (state.arm(keys), state.add(continuation)) }
      if mustTell { whenChanged() }
      if let result { continuation.resume(returning: result) }
    }
  }

  /// - Returns: whether the server must be told.
  func armSoon(_ keys: Set<[UInt8]>) -> Bool { state.withLock { $0.arm(keys) } }

  func ring() { bell.ring() }

  /// - Returns: whether the server must be told.
  func disarm() -> Bool {
    let (mustTell, waiting) = state.withLock { $0.disarm() }
    for waiter in waiting { waiter.resume(returning: .failure(LinkError(.unavailable, "the watch was ended"))) }
    return mustTell
  }

  var isNeeded: Bool { state.withLock { $0.wanted != nil } }

  var tickInterval: Duration? { state.withLock { $0.refusal != nil && $0.wanted != nil } ? .seconds(1) : nil }

  func tick() { bell.ring() }

  func connected(clientID: Int64?) { state.withLock { $0.connected(clientID: clientID) } }

  func requests() -> [RedisCommand] { state.withLock { $0.requests() } }

  func receive(_ reply: borrowing RedisReplyView) {
    let word = reply.withElement(0) { $0.text } ?? reply.text
    switch word {
    case "message": if isOurs(reply) { bell.ring() }
    case "pong", "PONG": break
    default: settle(reply.error)
    }
  }

  /// The server answered the oldest request.
  private func settle(_ error: RedisServerError?) {
    let effects = state.withLock { $0.answered(error) }
    if let error = effects.complaint {
      warn("the server does not tell of new tasks (\(error)); looking for them once a second instead")
    }
    if effects.rings { bell.ring() }
    for waiter in effects.confirmed { waiter.resume(returning: .success(())) }
  }

  /// The message is the list of changed keys that begin like a watched one; nil when all of them are gone.
  private func isOurs(_ reply: borrowing RedisReplyView) -> Bool {
    state.withLock { state in
      guard let wanted = state.wanted else { return false }
      var isOurs = false
      reply.withElement(2) { keys in
        keys.forEach { _, key in
          if !isOurs { isOurs = wanted.contains(key.withBytes { Array($0) }) }
        }
      }
      return isOurs
    }
  }

  func lost(_ error: LinkError) {
    for waiter in state.withLock({ $0.lost() }) { waiter.resume(returning: .failure(error)) }
  }

  func closed() {
    let waiting = state.withLock { $0.close() }
    bell.close()
    for waiter in waiting { waiter.resume(returning: .failure(.closed)) }
  }
}
