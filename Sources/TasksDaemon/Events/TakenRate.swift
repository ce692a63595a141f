import TaskModel

/// How many tasks of each queue were begun in each of the last sixty seconds: what the rates of `ctl status` are made from.
/// Counted as it happens, so that nobody has to sample.
struct TakenRate: Sendable {
  static let window = 60

  private struct Second: Sendable {
    var second: Int64
    var counts: [QueueName: Int]
  }

  /// A ring: second `n` stands at `n % window`. Empty until the first task.
  private var seconds: [Second] = []

  mutating func count(_ queue: QueueName, at now: Timestamp) {
    if seconds.isEmpty { seconds = Array(repeating: Second(second: .min, counts: [:]), count: Self.window) }
    let second = Self.second(now)
    let index = Self.index(second)
    if seconds[index].second != second { seconds[index] = Second(second: second, counts: [:]) }
    seconds[index].counts[queue, default: 0] += 1
  }

  /// Tasks a second over the last minute, or over the time since `start` where that is shorter (a second at least).
  func perSecond(of queue: QueueName, at now: Timestamp, since start: Timestamp) -> Double {
    let current = Self.second(now)
    let recent = seconds.filter { $0.second <= current && current - Int64(Self.window) < $0.second }
    let total = recent.reduce(0) { $0 + ($1.counts[queue] ?? 0) }
    let length = min(Double(Self.window), max(1, (now - start).inSeconds))
    return Double(total) / length
  }

  /// Rounded down, so that there is no double second around 1970.
  private static func second(_ now: Timestamp) -> Int64 {
    let (whole, rest) = now.microseconds.quotientAndRemainder(dividingBy: 1_000_000)
    return rest < 0 ? whole - 1 : whole
  }

  private static func index(_ second: Int64) -> Int {
    let rest = Int(second % Int64(window))
    return rest < 0 ? rest + window : rest
  }
}
