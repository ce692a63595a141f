import Synchronization
import TaskModel

/// Wakes whoever waits for work: at once for what this process does, by the server's word for what others do.
///
/// Watching costs the server a message for each change, so it is on only while claims come back less than full: an idle
/// worker watches, a busy one looks anyway.
final class Wakers: Sendable {
  private struct State {
    var keys: Set<String> = []
    var isArmed = false
    /// Whether anyone has ever asked to be woken.
    var isNeeded = false
    var isForwarding = false
    /// Full claims in a row.
    var fullClaims = 0
  }

  private let bell = Bell()
  private let watcher: QueueWatcher
  private let state = Mutex(State())

  init(_ watcher: QueueWatcher) { self.watcher = watcher }

  /// - Parameter keys: what is watched until a claim says what it is about.
  func listen(_ keys: [String]) -> AsyncStream<Void> {
    let rings = bell.listen()
    state.withLock { $0.isNeeded = true }
    watch(keys)
    return rings
  }

  func ring() { bell.ring() }

  /// A claim has come back, of queues with these keys.
  func claimed(_ keys: () -> [String], isFull: Bool) {
    guard isFull else {
      let isNeeded = state.withLock { state in
        state.fullClaims = 0
        return state.isNeeded
      }
      if isNeeded { watch(keys()) }
      return
    }
    let disarms = state.withLock { state in
      state.fullClaims += 1
      guard state.isArmed, state.fullClaims >= 8 else { return false }
      state.isArmed = false
      return true
    }
    if disarms { watcher.disarm() }
  }

  /// From when it watches it rings once: what was pushed before does not.
  private func watch(_ keys: [String]) {
    let (all, forwards): ([String]?, Bool) = state.withLock { state in
      let known = state.keys.count
      state.keys.formUnion(keys)
      if state.isArmed, state.keys.count == known { return (nil, false) }
      state.isArmed = true
      defer { state.isForwarding = true }
      return (Array(state.keys), !state.isForwarding)
    }
    guard let all else { return }
    if forwards {
      let rings = watcher.rings()
      Task { [bell] in
        for await _ in rings { bell.ring() }
      }
    }
    Task { [weak self] in await self?.arm(all) }
  }

  private func arm(_ keys: [String]) async {
    do throws(BackendError) {
      try await watcher.arm(keys)
    } catch {
      // The next claim tries again.
      state.withLock { $0.isArmed = false }
    }
    bell.ring()
  }

  func close() {
    watcher.close()
    bell.close()
  }
}
