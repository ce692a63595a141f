import TaskModel

/// Whether the other end of a quiet connection still lives: it is asked after a quiet interval and given another one to
/// answer.
struct Pulse {
  private let interval: Duration
  private var lastSign: ContinuousClock.Instant
  private var isAsked = false

  init(interval: Duration, now: ContinuousClock.Instant) {
    self.interval = interval
    lastSign = now
  }

  mutating func heard(_ now: ContinuousClock.Instant) {
    lastSign = now
    isAsked = false
  }

  /// When to look again.
  var deadline: ContinuousClock.Instant { lastSign + interval }

  /// Throws when it was asked and did not answer in time.
  mutating func mustAsk(_ now: ContinuousClock.Instant) throws(LinkError) -> Bool {
    if now < deadline { return false }
    if isAsked { throw LinkError(.unavailable, "no sign of life for \(interval * 2)") }
    isAsked = true
    lastSign = now
    return true
  }
}
