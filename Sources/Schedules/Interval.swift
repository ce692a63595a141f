public import TaskModel

/// Ticks a fixed time apart, on a grid that starts at an anchor: tick n is due at anchor + n × period. When a tick was
/// really sent does not move the grid, so nothing drifts.
public struct Interval: Hashable, Sendable {
  /// Whole microseconds, at least 1,000.
  public let period: Duration
  private let microseconds: Int64

  public static let shortest = Duration.milliseconds(1)

  /// Parts finer than a microsecond are cut off. Zero, negative and below one millisecond are refused.
  public init(_ period: Duration) throws(ScheduleError) {
    try self.init(microseconds: period.microseconds)
  }

  init(microseconds: Int64) throws(ScheduleError) {
    guard microseconds != 0 else {
      throw ScheduleError(reason: "an interval of zero would fire without pause; it must be at least 1 ms")
    }
    guard microseconds > 0 else { throw ScheduleError(reason: "an interval cannot be negative; ticks go forward") }
    guard microseconds >= 1000 else {
      throw ScheduleError(reason: "an interval of \(microseconds) µs is too short; it must be at least 1 ms")
    }
    self.microseconds = microseconds
    period = .microseconds(microseconds)
  }

  /// The moment of tick n; the ends of time where it lies beyond them.
  public func tick(_ number: Int64, anchor: Timestamp) -> Timestamp {
    let (distance, overflow) = microseconds.multipliedReportingOverflow(by: number)
    guard !overflow else { return number < 0 ? .distantPast : .distantFuture }
    let (moment, overflow2) = anchor.microseconds.addingReportingOverflow(distance)
    guard !overflow2 else { return number < 0 ? .distantPast : .distantFuture }
    return Timestamp(microseconds: moment)
  }

  /// The number of the last tick at or before this moment; negative before the anchor.
  public func number(at moment: Timestamp, anchor: Timestamp) -> Int64 {
    let (distance, overflow) = moment.microseconds.subtractingReportingOverflow(anchor.microseconds)
    guard !overflow else { return moment < anchor ? .min : .max }
    return distance.floored(by: microseconds)
  }

  /// The first tick after this moment, tick 1 at the earliest. Nil at the end of time.
  public func next(after moment: Timestamp, anchor: Timestamp) -> Timestamp? {
    let (number, overflow) = number(at: moment, anchor: anchor).addingReportingOverflow(1)
    let due = overflow ? .distantFuture : tick(max(number, 1), anchor: anchor)
    return due == .distantFuture || due <= moment ? nil : due
  }

  /// In the largest units that say it whole: `1 h`, `1 d 12 h`, `2.5 s`.
  public var text: String {
    var rest = microseconds
    var parts: [String] = []
    for (unit, size) in [("d", 86_400_000_000), ("h", 3_600_000_000), ("min", 60_000_000)] as [(String, Int64)]
    where rest >= size {
      parts.append("\(rest / size) \(unit)")
      rest %= size
    }
    if rest > 0 { parts.append(Self.secondsText(rest)) }
    return parts.joined(separator: " ")
  }

  private static func secondsText(_ microseconds: Int64) -> String {
    if microseconds < 1_000_000 { return decimal(microseconds, unit: 1000) + " ms" }
    return decimal(microseconds, unit: 1_000_000) + " s"
  }

  private static func decimal(_ value: Int64, unit: Int64) -> String {
    var digits = String(unit + value % unit).dropFirst()
    while digits.last == "0" { digits.removeLast() }
    return "\(value / unit)" + (digits.isEmpty ? "" : ".\(digits)")
  }
}
