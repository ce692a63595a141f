import TaskModel

/// Counts the failures of one outage and says how long to wait before the next attempt. Pure.
struct StoreOutage {
  private(set) var since: Timestamp?
  private var failures = 0

  /// True for the first failure of an outage.
  mutating func failed(at now: Timestamp) -> Bool {
    failures += 1
    guard since == nil else { return false }
    since = now
    return true
  }

  /// How long it lasted, if there was one.
  mutating func succeeded(at now: Timestamp) -> Duration? {
    defer { self = StoreOutage() }
    return since.map { now - $0 }
  }

  /// Doubles with every failure; between half of that and all of it, so that many nodes do not come back at once.
  func pause(_ options: BeatOptions, using generator: inout some RandomNumberGenerator) -> Duration {
    var pause = options.firstPause
    for _ in 1..<max(failures, 1) where pause < options.longestPause { pause = pause * 2 }
    let longest = min(pause, options.longestPause).microseconds
    guard longest > 1 else { return .microseconds(1) }
    return .microseconds(Int64.random(in: (longest / 2)...longest, using: &generator))
  }
}
