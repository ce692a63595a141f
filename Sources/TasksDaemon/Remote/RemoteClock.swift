import CeleryWire
import Synchronization

/// The node's logical clock, shared by all that it sends and receives.
final class RemoteClock: Sendable {
  private let clock = Mutex(LamportClock())

  var value: Int64 { clock.withLock { $0.value } }

  /// Before messages are sent: the clock of the first, the others have the next ones.
  func forward(by count: Int = 1) -> Int64 { clock.withLock { $0.forward(by: count) } }

  /// A control message with this clock has come.
  func received(_ other: Int64) { clock.withLock { $0.received(other) } }
}
