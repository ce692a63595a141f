public import TaskModel

/// From the wall clock to moments. Readings are in seconds since 1970 of the clock's own reckoning.
extension ZoneRules {
  /// What a wall-clock time means here. Its fields must be in range, the year within ±200,000.
  public func mapping(of civil: CivilTime) -> LocalMapping {
    let asUTC = civil.timestamp()
    let reading = asUTC.microseconds.floored(by: 1_000_000)
    let fraction = Duration.microseconds(asUTC.microseconds - reading * 1_000_000)
    let moments = moments(showing: reading)
    guard let first = moments.first, let last = moments.last else {
      return .gap(after: Timestamp(zoneSeconds: firstMoment(reaching: reading)))
    }
    let firstMoment = Timestamp(zoneSeconds: first) + fraction
    return moments.count == 1
      ? .unique(firstMoment) : .overlap(first: firstMoment, last: Timestamp(zoneSeconds: last) + fraction)
  }

  private func moments(showing reading: Int64) -> [Int64] {
    var found: [Int64] = []
    var segment = segment(at: reading - Self.largestOffset)
    while true {
      if segment.firstReading <= reading, reading < segment.readingEnd { found.append(reading - segment.offset) }
      guard segment.end < Self.latest, segment.end <= reading + Self.largestOffset else { return found }
      segment = self.segment(at: segment.end)
    }
  }

  /// The first moment at which the clock shows this reading or has jumped past it. Never decreases as readings grow.
  func firstMoment(reaching reading: Int64) -> Int64 {
    var segment = segment(at: reading - Self.largestOffset)
    while segment.readingEnd <= reading, segment.end < Self.latest { segment = self.segment(at: segment.end) }
    return max(segment.start, reading - segment.offset)
  }

  /// The reading up to which the clock had come before `segment`, the one that holds `seconds`, began. Only the last two
  /// days and a bit count, since no clock is ever set back further; nil when nothing changed in them.
  func readingReached(before segment: ZoneSegment, at seconds: Int64) -> Int64? {
    var reached: Int64?
    var start = segment.start
    while start > Self.earliest, start > seconds - 2 * Self.largestOffset {
      let earlier = self.segment(at: start - 1)
      reached = max(reached ?? earlier.readingEnd, earlier.readingEnd)
      start = earlier.start
    }
    return reached
  }
}

extension Timestamp {
  init(zoneSeconds seconds: Int64) { self.init(microseconds: seconds * 1_000_000) }
}
