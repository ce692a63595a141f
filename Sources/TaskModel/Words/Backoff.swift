/// Pauses between tries: doubled from 50 ms to the longest, half of each at random so that those who failed together do not
/// come back in step.
package struct Backoff: Sendable {
  private let longest: Duration
  private var failures = 0

  package init(longest: Duration = .seconds(5)) { self.longest = longest }

  package mutating func next() -> Duration {
    let ceiling = min(longest, .milliseconds(50 << failures)).microseconds
    failures = min(failures + 1, 10)
    return .microseconds(Int64.random(in: ceiling / 2...ceiling))
  }

  package mutating func reset() { failures = 0 }
}
