import TaskModel
import Testing

@Suite struct CivilTimeTests {
  @Test func everyDayOfEightThousandYearsFollowsTheOneBefore() {
    var expected = CivilTime(year: -2000, month: 1, day: 1)
    let first = CivilTime.days(year: -2000, month: 1, day: 1)
    let last = CivilTime.days(year: 6000, month: 12, day: 31)
    var weekday = expected.weekday
    var failures = 0
    for day in first...last {
      let civil = CivilTime(.epoch + .days(day))
      if civil != expected || civil.weekday != weekday { failures += 1 }
      if CivilTime.days(year: civil.year, month: civil.month, day: civil.day) != day { failures += 1 }
      expected = tomorrow(of: expected)
      weekday = (weekday + 1) % 7
    }
    #expect(failures == 0)
  }

  private func tomorrow(of date: CivilTime) -> CivilTime {
    var next = date
    next.day += 1
    if next.day > CivilTime.daysInMonth(year: next.year, month: next.month) {
      (next.day, next.month) = (1, next.month + 1)
    }
    if next.month > 12 { (next.month, next.year) = (1, next.year + 1) }
    return next
  }

  @Test func knownDaysHaveTheirWeekdays() {
    #expect(CivilTime(year: 1970, month: 1, day: 1).weekday == 4)
    #expect(CivilTime(year: 2000, month: 2, day: 29).weekday == 2)
    #expect(CivilTime(year: 2026, month: 3, day: 29).weekday == 0)
    #expect(CivilTime(year: 1, month: 1, day: 1).weekday == 1)
  }

  @Test(arguments: [(2000, true), (1900, false), (2024, true), (2023, false), (0, true), (-4, true), (-100, false)])
  func leapYearsFollowGregory(_ year: Int, _ isLeap: Bool) {
    #expect(CivilTime.isLeap(year) == isLeap)
    #expect(CivilTime.daysInMonth(year: year, month: 2) == (isLeap ? 29 : 28))
  }

  @Test(arguments: [
    (2026, 0, 1), (2026, 13, 1), (2026, 1, 0), (2026, 1, 32), (2026, 4, 31), (2026, 2, 29), (2026, -1, 1),
    (2026, 1, -1),
  ])
  func datesThatDoNotExistAreNotValid(_ year: Int, _ month: Int, _ day: Int) {
    #expect(!CivilTime.isValid(year: year, month: month, day: day))
  }

  @Test(arguments: 1...20)
  func aMomentShownByAnyClockLeadsBackToIt(_ seed: Int) {
    var generator = SeededGenerator(seed: UInt64(seed))
    for _ in 0..<1000 {
      let moment = Timestamp(
        microseconds: .random(in: -60_000_000_000_000_000...60_000_000_000_000_000, using: &generator))
      let offset = Int.random(in: -86_399...86_399, using: &generator)
      let civil = CivilTime(moment, offsetSeconds: offset)
      #expect(civil.timestamp(offsetSeconds: offset) == moment)
      #expect(CivilTime.isValid(year: civil.year, month: civil.month, day: civil.day))
    }
  }

  @Test func theEndsOfTimeDoNotTrap() {
    for moment in [Timestamp.distantPast, .distantFuture] {
      for offset in [0, 3600, -3600] {
        let civil = CivilTime(moment, offsetSeconds: offset)
        _ = civil.timestamp(offsetSeconds: -offset)
        #expect((0...6).contains(civil.weekday))
      }
    }
    #expect(CivilTime(year: 900_000, month: 1, day: 1).timestamp() == .distantFuture)
    #expect(CivilTime(year: -900_000, month: 1, day: 1).timestamp() == .distantPast)
  }
}
