/// Pauses between tries: doubled from 50 ms to 5 s, half of each at random so that nodes do not come back in step.
struct Backoff {
  private var failures = 0

  mutating func next() -> Duration {
    let ceiling = min(5_000_000, 50_000 << min(failures, 10))
    failures = min(failures + 1, 10)
    return .microseconds(Int.random(in: ceiling / 2...ceiling))
  }

  mutating func reset() { failures = 0 }
}
