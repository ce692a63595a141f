/// Pauses between tries: doubled from 50 ms to 2 s, half of each at random so that relays do not come back in step.
struct RelayPauses {
  private var failures = 0

  mutating func next() -> Duration {
    let ceiling = min(2_000_000, 50_000 << min(failures, 6))
    failures = min(failures + 1, 6)
    return .microseconds(Int.random(in: ceiling / 2...ceiling))
  }

  mutating func reset() { failures = 0 }
}
