import Synchronization

/// Wakes whoever waits for work: at once for what this process does, by the server's word for what others do.
///
/// Watching costs the server a message for each change, so it is on only while claims come back less than full: an idle
/// worker watches, a busy one looks anyway. From when it watches it rings once: what was pushed before does not.
final class Wakers: Sendable {
  private struct State {
    var keys: Set<String> = []
    var isArmed = false
    /// Whether anyone has ever asked to be woken.
    var isNeeded = false
    /// Full claims in a row.
    var fullClaims = 0
  }

  /// So many full claims in a row mean that the worker is busy.
  private static let fullClaimsOfBusyWorker = 8

  private let watcher: QueueWatcher
  private let state = Mutex(State())

  init(_ watcher: QueueWatcher) { self.watcher = watcher }

  /// - Parameter keys: what is watched until a claim says what it is about.
  func listen(_ keys: [String]) -> AsyncStream<Void> {
    let rings = watcher.rings()
    state.withLock { $0.isNeeded = true }
    watch(keys)
    return rings
  }

  func ring() { watcher.ring() }

  /// A claim has come back, of queues with these keys.
  func claimed(_ keys: () -> [String], isFull: Bool) {
    let (watches, disarms) = state.withLock { state in
      state.fullClaims = isFull ? min(state.fullClaims + 1, Self.fullClaimsOfBusyWorker) : 0
      let isBusy = state.fullClaims == Self.fullClaimsOfBusyWorker
      let disarms = isBusy && state.isArmed
      if disarms { state.isArmed = false }
      return (state.isNeeded && !isFull, disarms)
    }
    if disarms { watcher.disarm() }
    if watches { watch(keys()) }
  }

  private func watch(_ keys: [String]) {
    let all: [String]? = state.withLock { state in
      let known = state.keys.count
      state.keys.formUnion(keys)
      if state.isArmed, state.keys.count == known { return nil }
      state.isArmed = true
      return Array(state.keys)
    }
    if let all { watcher.armSoon(all) }
  }

  func close() { watcher.close() }
}
