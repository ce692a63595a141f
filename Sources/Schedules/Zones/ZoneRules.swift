public import TaskModel

/// Which offset from UTC a place's clock has, had and will have.
///
/// A sorted table of the moments at which the offset changes. The rule for the future (the footer of a TZif file) is
/// written out for 400 years; later moments are looked up a whole number of cycles earlier, since the Gregorian calendar
/// repeats every 146,097 days, which are whole weeks. So every look-up is one binary search, however far away.
///
/// Reads no files: whoever has the bytes calls ``init(name:tzif:)``. ICU would cost tens of megabytes and milliseconds of
/// the daemon's start for the same answers.
public struct ZoneRules: Sendable, Hashable, CustomStringConvertible {
  /// The identifier, such as `Europe/Helsinki`.
  public let name: String
  /// Seconds since 1970 from which `offsets[i]` is in force; the first stands for the beginning of time. Never empty.
  let starts: [Int64]
  let offsets: [Int64]
  /// From here on the table repeats every ``cycleLength``; nil when the last offset stays.
  let cycleStart: Int64?

  static let cycleLength: Int64 = 146_097 * 86_400
  /// Bounds of all seconds here: inside what ``Timestamp`` can hold, far enough from it that offsets can be added.
  static let earliest: Int64 = -9_000_000_000_000
  static let latest: Int64 = 9_000_000_000_000
  /// No place was ever further from UTC (RFC 9636 §3.2 allows just under -25 h to +26 h).
  static let largestOffset: Int64 = 26 * 3600

  init(name: String, starts: [Int64], offsets: [Int64], cycleStart: Int64?) {
    self.name = name
    self.starts = starts
    self.offsets = offsets
    self.cycleStart = cycleStart
  }

  public static let utc = ZoneRules(name: "UTC", starts: [earliest], offsets: [0], cycleStart: nil)

  /// A clock that always stands `offsetSeconds` ahead of UTC. Nil beyond 26 hours.
  public init?(fixedOffset offsetSeconds: Int) {
    guard (-Self.largestOffset...Self.largestOffset).contains(Int64(offsetSeconds)) else { return nil }
    let name = offsetSeconds == 0 ? "UTC" : "UTC" + Self.text(ofOffset: offsetSeconds)
    self.init(name: name, starts: [Self.earliest], offsets: [Int64(offsetSeconds)], cycleStart: nil)
  }

  /// Seconds ahead of UTC at this moment.
  public func offset(at moment: Timestamp) -> Int {
    Int(segment(at: moment.microseconds.floored(by: 1_000_000)).offset)
  }

  /// What the clock of this zone shows.
  public func civilTime(at moment: Timestamp) -> CivilTime { CivilTime(moment, offsetSeconds: offset(at: moment)) }

  public var description: String { name }

  /// `+02:00`, `-03:30`, with seconds where there are any: `+01:39:49`.
  public static func text(ofOffset seconds: Int) -> String {
    let size = abs(seconds)
    let fields = [size / 3600, size / 60 % 60] + (size % 60 == 0 ? [] : [size % 60])
    return (seconds < 0 ? "-" : "+") + fields.map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
  }

  func segment(at seconds: Int64) -> ZoneSegment {
    let bounded = min(max(seconds, Self.earliest), Self.latest)
    let shift = cycleShift(bounded)
    let index = indexOfSegment(at: bounded - shift)
    return ZoneSegment(
      start: index == 0 ? Self.earliest : starts[index] + shift,
      end: index + 1 < starts.count ? min(starts[index + 1] + shift, Self.latest) : Self.latest,
      offset: offsets[index])
  }

  private func cycleShift(_ seconds: Int64) -> Int64 {
    guard let cycleStart, seconds >= cycleStart else { return 0 }
    return (seconds - cycleStart) / Self.cycleLength * Self.cycleLength
  }

  /// The last one that starts at or before this second.
  private func indexOfSegment(at seconds: Int64) -> Int {
    var (low, high) = (0, starts.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= seconds { low = middle } else { high = middle }
    }
    return low
  }
}
