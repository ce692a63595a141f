import TaskModel

/// A schedule as its author wrote it, before time zones are looked up: `.every(.hours(1))`,
/// `.crontab("0 4 * * *", timeZone: "Europe/Helsinki")`.
///
/// A mistake in it does not throw where it is written, which is usually a constant; it is reported when the daemon
/// resolves its schedules, together with all others.
public enum ScheduleSpecification: Hashable, Sendable {
  case interval(Interval)
  /// The zone's identifier; nil for the zone in force.
  case wallClock(Crontab, timeZone: String?)
  case refused(ScheduleError)

  /// At this distance, from when the entry was first seen. At least one millisecond.
  public static func every(_ period: Duration) -> ScheduleSpecification {
    reading { () throws(ScheduleError) in .interval(try Interval(period)) }
  }

  /// Cron's five fields: minute, hour, day of month, month, day of week. Both day fields must match.
  public static func crontab(_ text: String, timeZone: String? = nil) -> ScheduleSpecification {
    reading { () throws(ScheduleError) in .wallClock(try Crontab(text), timeZone: timeZone) }
  }

  /// Celery's five fields by name.
  public static func crontab(
    minute: String = "*", hour: String = "*", dayOfWeek: String = "*", dayOfMonth: String = "*",
    monthOfYear: String = "*", timeZone: String? = nil
  ) -> ScheduleSpecification {
    reading { () throws(ScheduleError) in
      let crontab = try Crontab(json: [
        "minute": .string(minute), "hour": .string(hour), "day_of_week": .string(dayOfWeek),
        "day_of_month": .string(dayOfMonth), "month_of_year": .string(monthOfYear),
      ])
      return .wallClock(crontab, timeZone: timeZone)
    }
  }

  private static func reading(
    _ body: () throws(ScheduleError) -> ScheduleSpecification
  ) -> ScheduleSpecification {
    do { return try body() } catch { return .refused(error) }
  }

  /// The schedule, with the rules of its zone from `zone`. Throws the author's mistake (``ScheduleError``) or what
  /// `zone` throws.
  public func resolved(
    defaultZone: ZoneRules, zone: (_ identifier: String) throws -> ZoneRules
  ) throws -> Schedule {
    switch self {
    case .interval(let interval): .interval(interval)
    case .wallClock(let crontab, let identifier): .crontab(crontab, try identifier.map(zone) ?? defaultZone)
    case .refused(let error): throw error
    }
  }
}
