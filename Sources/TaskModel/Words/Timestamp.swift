/// A moment of wall-clock time, in whole microseconds since 1970-01-01T00:00:00Z, leap seconds not counted.
///
/// Arithmetic saturates at the ends of the range (about ±292,000 years) and so can never trap on a value from outside.
public struct Timestamp: Hashable, Sendable, Comparable {
  public let microseconds: Int64

  public init(microseconds: Int64) { self.microseconds = microseconds }

  /// Fractions finer than a microsecond are rounded; values outside the range become its ends, NaN the epoch.
  public init(seconds: Double) { microseconds = Int64(saturating: seconds * 1_000_000) }

  public static let epoch = Timestamp(microseconds: 0)
  public static let distantPast = Timestamp(microseconds: .min)
  public static let distantFuture = Timestamp(microseconds: .max)

  public var seconds: Double { Double(microseconds) / 1_000_000 }

  public static func < (left: Timestamp, right: Timestamp) -> Bool { left.microseconds < right.microseconds }

  public static func + (left: Timestamp, right: Duration) -> Timestamp {
    let (sum, overflow) = left.microseconds.addingReportingOverflow(right.microseconds)
    return overflow ? (right.microseconds < 0 ? .distantPast : .distantFuture) : Timestamp(microseconds: sum)
  }

  public static func - (left: Timestamp, right: Duration) -> Timestamp {
    let (difference, overflow) = left.microseconds.subtractingReportingOverflow(right.microseconds)
    return overflow ? (right.microseconds < 0 ? .distantFuture : .distantPast) : Timestamp(microseconds: difference)
  }

  /// How long after `right` this moment is; negative if before.
  public static func - (left: Timestamp, right: Timestamp) -> Duration {
    let (difference, overflow) = left.microseconds.subtractingReportingOverflow(right.microseconds)
    return .microseconds(overflow ? (left < right ? Int64.min : Int64.max) : difference)
  }
}

extension Duration {
  /// Whole microseconds, saturating; finer parts are cut off.
  public var microseconds: Int64 {
    let (seconds, attoseconds) = components
    let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000)
    if overflow { return seconds < 0 ? .min : .max }
    let (sum, overflow2) = product.addingReportingOverflow(attoseconds / 1_000_000_000_000)
    return overflow2 ? (seconds < 0 ? .min : .max) : sum
  }

  public var inSeconds: Double { Double(microseconds) / 1_000_000 }

  /// Seconds with a fraction, from outside: values beyond the range become its ends, NaN zero.
  public init(saturatingSeconds seconds: Double) {
    self = .microseconds(Int64(saturating: seconds * 1_000_000))
  }

  /// Saturating, as are hours and days: a number from outside cannot overflow.
  public static func minutes(_ minutes: some BinaryInteger) -> Duration { whole(minutes, of: 60) }
  public static func hours(_ hours: some BinaryInteger) -> Duration { whole(hours, of: 3600) }
  public static func days(_ days: some BinaryInteger) -> Duration { whole(days, of: 86_400) }

  private static func whole(_ count: some BinaryInteger, of seconds: Int64) -> Duration {
    let (product, overflow) = Int64(clamping: count).multipliedReportingOverflow(by: seconds)
    return .seconds(overflow ? (count < 0 ? Int64.min : Int64.max) : product)
  }
}

extension Int64 {
  /// The nearest whole number; the ends of the range for what lies beyond, 0 for NaN.
  public init(saturating value: Double) {
    if value.isNaN {
      self = 0
    } else if value >= 0x1p63 {
      self = .max
    } else if value <= -0x1p63 {
      self = .min
    } else {
      self = Int64(value.rounded())
    }
  }
}
