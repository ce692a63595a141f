/// The rule in the footer of a TZif file: an extended POSIX TZ string such as `EET-2EEST,M3.5.0/3,M10.5.0/4`
/// (POSIX.1-2017 §8.3, RFC 9636 §3.3.1).
struct PosixTimeZone: Hashable, Sendable {
  struct DaylightTime: Hashable, Sendable {
    /// Seconds ahead of UTC.
    var offset: Int64
    var start: PosixTransitionRule
    var end: PosixTransitionRule
  }

  /// Seconds ahead of UTC (the opposite sign of what the text has).
  var standardOffset: Int64
  var daylight: DaylightTime?

  /// When the offset changes in the given years, in order of time.
  func transitions(inYears years: ClosedRange<Int>) -> [(at: Int64, offset: Int64)] {
    guard let daylight else { return [] }
    var found: [(at: Int64, offset: Int64)] = []
    found.reserveCapacity(years.count * 2)
    for year in years {
      found.append((daylight.start.reading(inYear: year) - standardOffset, daylight.offset))
      found.append((daylight.end.reading(inYear: year) - daylight.offset, standardOffset))
    }
    // Where one ends as the next begins (daylight time all the year), the beginning counts.
    found.sort { ($0.at, $0.offset == daylight.offset ? 1 : 0) < ($1.at, $1.offset == daylight.offset ? 1 : 0) }
    return found
  }
}
