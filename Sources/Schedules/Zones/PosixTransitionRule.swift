import TaskModel

/// The day of each year, and the time on it, at which daylight time begins or ends.
struct PosixTransitionRule: Hashable, Sendable {
  enum Day: Hashable, Sendable {
    /// `J1` to `J365`: 29 February is never counted.
    case julian(Int)
    /// `0` to `365`: 29 February is counted.
    case zeroBased(Int)
    /// `Mm.w.d`: weekday `d` (0 is Sunday) of week `w` (5 is the last) of month `m`.
    case weekday(Int, week: Int, month: Int)
  }

  var day: Day
  /// Seconds after local midnight, -167 h to 167 h.
  var time: Int64 = 7200

  /// What the clock, not yet changed, shows at the change: seconds since 1970 of its own reckoning.
  func reading(inYear year: Int) -> Int64 { Int64(dayNumber(inYear: year)) * 86_400 + time }

  private func dayNumber(inYear year: Int) -> Int {
    let newYear = CivilTime.days(year: year, month: 1, day: 1)
    switch day {
    case .julian(let number):
      return newYear + number - 1 + (number > 59 && CivilTime.isLeap(year) ? 1 : 0)
    case .zeroBased(let number):
      return newYear + number
    case .weekday(let weekday, let week, let month):
      let firstWeekday = CivilTime(year: year, month: month, day: 1).weekday
      var day = 1 + (weekday - firstWeekday + 7) % 7 + (week - 1) * 7
      if day > CivilTime.daysInMonth(year: year, month: month) { day -= 7 }
      return CivilTime.days(year: year, month: month, day: day)
    }
  }
}
