import WorkerThreads

/// Holds back those who wait until it is opened, once.
final class Latch: @unchecked Sendable {
  private let condition = LockedCondition()
  private var isOpen = false

  func open() {
    condition.withLock {
      isOpen = true
      condition.signal()
    }
  }

  /// Blocks the thread until it is open.
  func wait() {
    condition.withLock {
      while !isOpen { condition.wait() }
      // The signal wakes one: let it wake the next.
      condition.signal()
    }
  }
}
