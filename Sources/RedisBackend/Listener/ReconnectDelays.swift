/// How long to wait before the next attempt: twice as long each time, and never the same for all who lost the same server.
struct ReconnectDelays {
  private let range: ClosedRange<Duration>
  private var upper: Duration

  init(_ range: ClosedRange<Duration>) {
    self.range = range
    upper = range.lowerBound
  }

  mutating func reset() { upper = range.lowerBound }

  mutating func next() -> Duration {
    defer { upper = min(upper * 2, range.upperBound) }
    return upper * Double.random(in: 0.5...1)
  }
}
