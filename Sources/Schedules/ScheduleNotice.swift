/// Something about a schedule that is allowed and often not what was meant.
public enum ScheduleNotice: Hashable, Sendable, CustomStringConvertible {
  /// The hour is given and the minute is not: Celery's default for it is every minute.
  case everyMinuteOfHours([Int])
  /// A day or month is given, minute and hour are not.
  case everyMinuteOfDays
  /// Both day fields are given: cron would fire when either matches, Celery and we when both do.
  case bothDayFields

  public var description: String {
    switch self {
    case .everyMinuteOfHours(let hours):
      "fires every minute of hour \(hours.map(String.init).joined(separator: ", ")); "
        + "for once an hour, give the minute: \"minute\": 0"
    case .everyMinuteOfDays:
      "fires every minute of the days that match; for once a day, give minute and hour: \"minute\": 0, \"hour\": 0"
    case .bothDayFields:
      "day_of_week and day_of_month must both match (cron would fire when either does)"
    }
  }
}
