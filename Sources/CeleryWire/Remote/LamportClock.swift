/// Celery's logical clock: every control message, reply and event carries its sender's, so that their order can be told
/// (kombu, `clocks.py`). Grows only.
package struct LamportClock: Sendable, Hashable {
  /// Clocks from outside beyond this are not followed: no honest one gets there, and one message could else use it up.
  package static let limit: Int64 = 1 << 53

  package private(set) var value: Int64 = 0

  package init() {}

  /// Before each message that is sent. Returns the clock it carries.
  package mutating func forward() -> Int64 { forward(by: 1) }

  /// Before so many messages. Returns the clock of the first; the others have the next ones.
  package mutating func forward(by count: Int) -> Int64 {
    let first = value + 1
    value = min(value + Int64(min(max(count, 0), 1 << 32)), Self.limit)
    return first
  }

  /// After a message with this clock was received.
  package mutating func adjust(to other: Int64) {
    if other < Self.limit { value = max(value, other) }
    _ = forward()
  }

  /// What a control message does: counted by itself, and adjusted to, since clients seldom have a clock worth following.
  package mutating func received(_ other: Int64) {
    _ = forward()
    adjust(to: other)
  }
}
