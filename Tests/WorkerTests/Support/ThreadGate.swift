import Synchronization
import WorkerThreads

/// Blocks threads until it is opened, or until it lets go those of the moment.
final class ThreadGate: Sendable {
  private struct State {
    var isOpen = false
    /// Counts how often those who wait were let go.
    var round = 0
  }

  private let condition = LockedCondition()
  private let state = Mutex(State())

  func block() {
    condition.withLock {
      let mine = state.withLock { $0.round }
      while state.withLock({ !$0.isOpen && $0.round == mine }) { condition.wait() }
      // One signal wakes one thread: each wakes the next.
      condition.signal()
    }
  }

  func open() { change { $0.isOpen = true } }
  func letGo() { change { $0.round += 1 } }

  private func change(_ body: (inout State) -> Void) {
    condition.withLock {
      state.withLock { body(&$0) }
      condition.signal()
    }
  }
}
