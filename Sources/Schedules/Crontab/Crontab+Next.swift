public import TaskModel

extension Crontab {
  /// The first firing after this moment, in this zone. Nil only beyond the year 100,000.
  ///
  /// The work is bounded: at most 41 years of months are looked at, each by a few bit operations, since 29 February falls
  /// on a given weekday at least that often (after 28 years, or 40 where a century without leap day lies between).
  public func next(after moment: Timestamp, in zone: ZoneRules) -> Timestamp? {
    let seconds = moment.microseconds.floored(by: 1_000_000)
    guard seconds < Self.horizon else { return nil }
    let bounded = max(seconds, -Self.horizon)
    let found =
      hour.isRecurring ? nextInRealTime(after: bounded, in: zone) : nextFixedTime(after: bounded, in: zone)
    return found.map(Timestamp.init(zoneSeconds:))
  }

  /// About 100,000 years, in seconds.
  private static let horizon: Int64 = 3_155_695_200_000

  /// The first time on the wall that the clock has not reached yet; then the moment at which it does.
  private func nextFixedTime(after seconds: Int64, in zone: ZoneRules) -> Int64? {
    let segment = zone.segment(at: seconds)
    var minute = (seconds + segment.offset).floored(by: 60) + 1
    if let reached = zone.readingReached(before: segment, at: seconds) { minute = max(minute, reached.raised(by: 60)) }
    return nextReading(from: minute, before: .max).map { zone.firstMoment(reaching: $0 * 60) }
  }

  /// Stretch by stretch between changes of the clock: the first time it shows that fits.
  private func nextInRealTime(after seconds: Int64, in zone: ZoneRules) -> Int64? {
    var segment = zone.segment(at: seconds)
    var minute = (seconds + segment.offset).floored(by: 60) + 1
    let deadline = seconds + Int64(Self.searchedYears + 1) * 366 * 86_400
    while true {
      if let found = nextReading(from: minute, before: segment.readingEnd.raised(by: 60)) {
        return found * 60 - segment.offset
      }
      guard segment.end < min(deadline, ZoneRules.latest) else { return nil }
      segment = zone.segment(at: segment.end)
      minute = segment.firstReading.raised(by: 60)
    }
  }

  private static let searchedYears = 41

  /// The first fitting minute of the calendar, zones aside, from `start` on and before `end`; minutes since 1970.
  private func nextReading(from start: Int64, before end: Int64) -> Int64? {
    let civil = CivilTime(Timestamp(zoneSeconds: start * 60))
    var (year, month, day) = (civil.year, civil.month, civil.day)
    var minuteOfDay = civil.hour * 60 + civil.minute
    let lastYear = year + Self.searchedYears
    while year <= lastYear {
      if monthOfYear.contains(month), let found = firstTime(year, month, fromDay: day, minuteOfDay: minuteOfDay) {
        return found < end ? found : nil
      }
      (day, minuteOfDay) = (1, 0)
      (year, month) = month == 12 ? (year + 1, 1) : (year, month + 1)
      if Int64(CivilTime.days(year: year, month: month, day: 1)) * 1440 >= end { return nil }
    }
    return nil
  }

  /// The first fitting minute of a month, from a minute of one of its days on.
  private func firstTime(_ year: Int, _ month: Int, fromDay first: Int, minuteOfDay: Int) -> Int64? {
    var days = fittingDays(year, month) & (~0 << UInt64(first))
    guard days != 0 else { return nil }
    var time: Int? = self.minute.first + hour.first * 60
    if days.trailingZeroBitCount == first {
      time = timeOfDay(from: minuteOfDay)
      if time == nil {
        days &= days - 1
        guard days != 0 else { return nil }
        time = self.minute.first + hour.first * 60
      }
    }
    let day = CivilTime.days(year: year, month: month, day: days.trailingZeroBitCount)
    return time.map { Int64(day) * 1440 + Int64($0) }
  }

  private func timeOfDay(from minuteOfDay: Int) -> Int? {
    let (startHour, startMinute) = minuteOfDay.quotientAndRemainder(dividingBy: 60)
    if hour.contains(startHour), let fitting = minute.next(from: startMinute) { return startHour * 60 + fitting }
    return hour.next(from: startHour + 1).map { $0 * 60 + minute.first }
  }

  /// Bit n is set when day n of this month fits both day fields.
  private func fittingDays(_ year: Int, _ month: Int) -> UInt64 {
    let firstWeekday = UInt64(CivilTime(year: year, month: month, day: 1).weekday)
    let week = ((dayOfWeek.bits >> firstWeekday) | (dayOfWeek.bits << (7 - firstWeekday))) & 0x7F
    let weeks = (week | week << 7 | week << 14 | week << 21 | week << 28) << 1
    let existing = (UInt64(1) << UInt64(CivilTime.daysInMonth(year: year, month: month) + 1)) - 2
    return dayOfMonth.bits & weeks & existing
  }
}
