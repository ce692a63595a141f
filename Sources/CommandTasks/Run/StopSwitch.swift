import CSpawn
import Glibc
import Synchronization

/// Tells the thread of a run, from any other, to stop it.
final class StopSwitch: Sendable {
  /// Readable once the switch was turned. Valid until ``close()``.
  let descriptor: CInt
  private let isOpen = Mutex(true)

  init() throws(CommandProblem) {
    descriptor = cspawn_switch()
    guard descriptor >= 0 else { throw .system("the command could not be stopped (eventfd(2))", errno) }
  }

  deinit { close() }

  /// Has no effect after ``close()``.
  func turn() {
    isOpen.withLock { isOpen in
      if isOpen { cspawn_turn(descriptor) }
    }
  }

  func close() {
    isOpen.withLock { isOpen in
      if isOpen { _ = Glibc.close(descriptor) }
      isOpen = false
    }
  }
}
