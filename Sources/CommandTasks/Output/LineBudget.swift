/// How many lines of one run may go to the log: 10,000 in 30 seconds, which is what journald itself allows a service
/// (journald.conf(5), RateLimitBurst=). Beyond that journald would drop lines of the daemon as well.
struct LineBudget {
  static let lines = 10_000
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
