/// Wall-clock times by minute, hour, weekday, day of the month and month. All five fields must fit, as in Celery; cron's
/// rule, that of two day fields one is enough, is not followed.
///
/// What happens when clocks change was decided here, since Celery skips, doubles or shifts by an hour:
///
/// - A **fixed time**, one whose hours are given by number, name or plain range, is a time on the wall. It fires at the
///   first moment at which the clock has reached it. So it fires exactly once on both change days: a time inside the gap
///   of spring fires at the first moment after the gap (with others inside the same gap, once for all of them), and a time
///   that occurs twice in autumn fires at its first occurrence.
/// - **Wildcard and step hours** (`*`, `*/2`, `1-9/2`, or all 24 by whatever spelling) follow real time: they fire
///   whenever the clock shows a time that fits. So an hourly entry fires 23 and 25 times, and what the gap swallows is
///   not made up for. A step that leaves a single hour is a fixed time.
///
/// Both are the rules of Debian's cron, made exact for changes of any size.
public struct Crontab: Hashable, Sendable {
  public let minute: CrontabField
  public let hour: CrontabField
  public let dayOfWeek: CrontabField
  public let dayOfMonth: CrontabField
  public let monthOfYear: CrontabField

  /// Throws when no date fits, such as 30 February.
  init(fields: [CrontabUnit: CrontabField]) throws(ScheduleError) {
    minute = fields[.minute] ?? .every(.minute)
    hour = fields[.hour] ?? .every(.hour)
    dayOfWeek = fields[.dayOfWeek] ?? .every(.dayOfWeek)
    dayOfMonth = fields[.dayOfMonth] ?? .every(.dayOfMonth)
    monthOfYear = fields[.monthOfYear] ?? .every(.monthOfYear)
    try refuseImpossibleDates()
  }

  private func refuseImpossibleDates() throws(ScheduleError) {
    let longest = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    guard !monthOfYear.values.contains(where: { dayOfMonth.first <= longest[$0 - 1] }) else { return }
    throw ScheduleError(
      field: CrontabUnit.dayOfMonth.rawValue, piece: dayOfMonth.text,
      reason: "never fires: month_of_year '\(monthOfYear.text)' has no such day")
  }

  subscript(unit: CrontabUnit) -> CrontabField {
    switch unit {
    case .minute: minute
    case .hour: hour
    case .dayOfWeek: dayOfWeek
    case .dayOfMonth: dayOfMonth
    case .monthOfYear: monthOfYear
    }
  }

  /// In cron's order, as it was written: `0 4 * * mon`.
  public var text: String { CrontabUnit.cronOrder.map { self[$0].text }.joined(separator: " ") }

  /// The same for all spellings of the same times: `hour=0,2,4` and so on, every value written out.
  public var canonicalText: String {
    let fields = CrontabUnit.cronOrder.map { unit in
      let field = self[unit]
      let isEvery = field.bits == CrontabField.allBits(of: unit)
      let values = isEvery ? "*" : field.values.map(String.init).joined(separator: ",")
      // Whether the hours are a fixed time decides what happens when clocks change, so it is part of the schedule.
      return unit == .hour && field.isRecurring && !isEvery ? values + "/" : values
    }
    return fields.joined(separator: " ")
  }

  /// What an author should know and may have meant differently.
  public var notices: [ScheduleNotice] {
    var notices: [ScheduleNotice] = []
    let isEvery = { (unit: CrontabUnit) in self[unit].bits == CrontabField.allBits(of: unit) }
    if isEvery(.minute) {
      if !isEvery(.hour) {
        notices.append(.everyMinuteOfHours(hour.values))
      } else if ![.dayOfWeek, .dayOfMonth, .monthOfYear].allSatisfy(isEvery) {
        notices.append(.everyMinuteOfDays)
      }
    }
    if !isEvery(.dayOfWeek), !isEvery(.dayOfMonth) { notices.append(.bothDayFields) }
    return notices
  }
}
