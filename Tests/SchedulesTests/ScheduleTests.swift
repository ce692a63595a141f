import TaskModel
import Testing

@testable import Schedules

struct ScheduleTests {
  @Test func textsSayWhatIsMeant() throws {
    #expect(Schedule.interval(try Interval(.hours(1))).text == "every 1 h")
    #expect(Schedule.crontab(try Crontab("0 4 * * *"), Zones.helsinki).text == "04:00 daily Europe/Helsinki")
    #expect(Schedule.crontab(try Crontab("0 4 * * mon"), .utc).text == "0 4 * * mon UTC")
  }

  @Test func theCanonicalTextNamesTheZone() throws {
    let crontab = try Crontab("0 4 * * *")
    #expect(Schedule.crontab(crontab, .utc).canonicalText != Schedule.crontab(crontab, Zones.helsinki).canonicalText)
    #expect(
      Schedule.interval(try Interval(.hours(24))).canonicalText
        == Schedule.interval(try Interval(.days(1))).canonicalText)
  }

  @Test func theLatestTickIsTheLastOfTheList() throws {
    var generator = SeededGenerator(seed: 9)
    let texts = ["* * * * *", "30 3 * * *", "*/30 * * * *", "0 0 * * mon", "0 0 1 * *", "7 */5 2-20 * *"]
    for zone in [Zones.helsinki, .utc] {
      for text in texts {
        let schedule = Schedule.crontab(try Crontab(text), zone)
        for _ in 0..<20 {
          let start = moment("2026-03-01T00:00Z") + .minutes(Int.random(in: 0..<400_000, using: &generator))
          let end = start + .minutes(Int.random(in: 0..<20_000, using: &generator))
          let ticks = schedule.ticks(after: start, through: end, limit: .max, anchor: .epoch)
          #expect(schedule.latest(after: start, through: end, anchor: .epoch) == ticks.last, "\(text) \(start) \(end)")
        }
      }
    }
  }

  @Test func anAuthorsMistakeIsToldWhenItIsResolved() throws {
    let zone: (String) throws -> ZoneRules = { name in
      guard name == "Europe/Helsinki" else { throw ZoneError(zone: name, reason: "no such zone") }
      return Zones.helsinki
    }
    let resolve = { (specification: ScheduleSpecification) in
      try specification.resolved(defaultZone: .utc, zone: zone)
    }
    #expect(try resolve(.every(.hours(1))) == .interval(try Interval(.hours(1))))
    #expect(try resolve(.crontab("0 4 * * *")) == .crontab(try Crontab("0 4 * * *"), .utc))
    #expect(
      try resolve(.crontab(minute: "0", hour: "4", timeZone: "Europe/Helsinki")).text == "04:00 daily Europe/Helsinki")
    #expect(throws: ZoneError.self) { try resolve(.crontab("0 4 * * *", timeZone: "Europe/Helsingfors")) }
    #expect(throws: ScheduleError.self) { try resolve(.crontab("0 24 * * *")) }
    #expect(throws: ScheduleError.self) { try resolve(.every(.zero)) }
  }
}
