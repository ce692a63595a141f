/// A stretch of time in which a zone's clock stands at one offset. Seconds since 1970, UTC; `end` is no longer part of it.
struct ZoneSegment: Hashable, Sendable {
  var start: Int64
  var end: Int64
  /// Seconds ahead of UTC.
  var offset: Int64

  /// What the clock shows at the start, in seconds since 1970 of its own reckoning.
  var firstReading: Int64 { start + offset }
  /// What it would show at the end, and no longer does.
  var readingEnd: Int64 { end + offset }
}
