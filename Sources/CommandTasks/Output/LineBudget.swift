/// How many lines of one run may go to the log: 10,000 a second, counted over 30 seconds, so that a burst passes. A command
/// that never stops writing shall fill neither the disk nor the journal that others share; what it is refused is counted
/// and said. journald's own limit is lower by far, and switched off by the units: it drops lines of all tasks alike.
struct LineBudget {
  static let lines = 300_000
  static let interval: Duration = .seconds(30)

  private var intervalStart: ContinuousClock.Instant
  private var used = 0
  /// Lines refused since the last call of ``takeRefused()``.
  private var refused = 0

  init(now: ContinuousClock.Instant) { intervalStart = now }

  /// Begins a new interval when the old one is over; returns how many lines it refused.
  mutating func advance(to now: ContinuousClock.Instant) -> Int {
    guard now - intervalStart >= Self.interval else { return 0 }
    intervalStart = now
    used = 0
    return takeRefused()
  }

  /// Whether one more line may be logged.
  mutating func take() -> Bool {
    guard used < Self.lines else {
      refused += 1
      return false
    }
    used += 1
    return true
  }

  mutating func takeRefused() -> Int {
    defer { refused = 0 }
    return refused
  }
}
