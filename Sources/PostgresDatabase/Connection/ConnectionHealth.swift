import Glibc
import Synchronization

/// Whether a connection is of use, for who does not stand on its thread.
final class ConnectionHealth: Sendable {
  /// Nil: not open.
  private let descriptor = Mutex<CInt?>(nil)

  func opened(_ descriptor: CInt) { self.descriptor.withLock { $0 = descriptor } }

  /// To be called before the descriptor is closed.
  func closed() { descriptor.withLock { $0 = nil } }

  /// False once it is closed, or the server has hung up. Does not wait.
  var isUsable: Bool {
    descriptor.withLock { descriptor in
      guard let descriptor else { return false }
      // POLLRDHUP (poll(2)), which Swift's Glibc leaves out: also when there is still something to read.
      let hungUp: CInt = 0x2000
      let found = Readiness.wait(for: hungUp, on: descriptor, or: nil, atMost: 0)
      return !found.isConnectionReady
    }
  }
}
