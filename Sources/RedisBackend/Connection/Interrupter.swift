import Glibc
import Synchronization

/// Ends what a thread is blocked in: shuts its socket down. Knows the socket only while it is open, so that another file
/// that came to have its number is never touched.
final class Interrupter: Sendable {
  private struct State {
    var descriptor: Int32?
    var isClosed = false
  }

  private let state = Mutex(State())

  var isClosed: Bool { state.withLock { $0.isClosed } }

  /// False when it is too late: nothing may be begun any more.
  func attach(_ descriptor: Int32) -> Bool {
    state.withLock { state in
      if !state.isClosed { state.descriptor = descriptor }
      return !state.isClosed
    }
  }

  /// To be called before the descriptor is closed.
  func detach() { state.withLock { $0.descriptor = nil } }

  func close() {
    state.withLock { state in
      state.isClosed = true
      if let descriptor = state.descriptor { shutdown(descriptor, Int32(SHUT_RDWR)) }
    }
  }
}
