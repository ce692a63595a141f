import TaskModel
import Testing

@testable import Schedules

struct CrontabNextTests {
  private static let theNextFiringComesStrictlyAfterTable: [(String, String, String)] = [
    ("0 0 * * *", "2026-07-28T12:00Z", "2026-07-29T00:00Z"), ("0 0 * * *", "2026-07-29T00:00Z", "2026-07-30T00:00Z"),
    ("* * * * *", "2026-07-28T12:00:59.999999Z", "2026-07-28T12:01Z"),
    ("* * * * *", "2026-12-31T23:59:00Z", "2027-01-01T00:00Z"),
    ("0 0 29 2 *", "2026-07-28T12:00Z", "2028-02-29T00:00Z"), ("0 0 29 2 *", "2096-03-01T00:00Z", "2104-02-29T00:00Z"),
    ("0 0 29 2 mon", "2088-03-01T00:00Z", "2112-02-29T00:00Z"),
    ("0 0 13 * fri", "2026-03-14T00:00Z", "2026-11-13T00:00Z"),
    ("59 23 31 12 *", "2026-12-31T23:59Z", "2027-12-31T23:59Z"),
    ("0 0 31 * *", "2026-01-31T12:00Z", "2026-03-31T00:00Z"),
  ]

  @Test(arguments: Self.theNextFiringComesStrictlyAfterTable)
  func theNextFiringComesStrictlyAfter(text: String, after: String, expected: String) throws {
    #expect(try Crontab(text).next(after: moment(after), in: .utc) == moment(expected))
  }

  @Test func everyWeekdayOfALeapDayIsFoundWithin41Years() throws {
    for weekday in 0...6 {
      let crontab = try Crontab("0 0 29 2 \(weekday)")
      var at = moment("1850-01-01T00:00Z")
      while at < moment("2300-01-01T00:00Z") {
        let next = try #require(crontab.next(after: at, in: .utc))
        #expect(CivilTime(next).weekday == weekday)
        at = next
      }
    }
  }

  @Test func theEndsOfTimeAreHarmless() throws {
    let crontab = try Crontab("0 0 29 2 mon")
    for zone in [Zones.helsinki, .utc] {
      #expect(crontab.next(after: .distantFuture, in: zone) == nil)
      #expect(crontab.next(after: .distantPast, in: zone) != nil)
    }
  }

  /// Row 95: each next firing is found in bounded work; a sample is held against a walk through the minutes.
  @Test func randomCrontabsAgreeWithAWalkThroughTheMinutes() throws {
    var generator = SeededGenerator(seed: 6)
    let zones = [Zones.helsinki, Zones.newYork, Zones.lordHowe, Zones.apia, Zones.tokyo, ZoneRules.utc]
    var made = 0
    while made < 100_000 {
      guard let crontab = randomCrontab(&generator) else { continue }
      made += 1
      let zone = zones[made % zones.count]
      let seconds = Int64.random(in: -2_000_000_000...6_000_000_000, using: &generator)
      let start = Timestamp(microseconds: seconds * 1_000_000 + Int64.random(in: 0..<1_000_000, using: &generator))
      guard let next = crontab.next(after: start, in: zone), next > start else {
        Issue.record("\(crontab.canonicalText) after \(start) in \(zone.name)")
        continue
      }
      if made % 1000 == 0 { compare(crontab, zone, from: start, minutes: 4000) }
    }
  }

  /// The same around changes of the clock, where it matters.
  @Test(arguments: [
    (Zones.helsinki, "2026-03-28T20:00Z"), (Zones.helsinki, "2026-10-24T20:00Z"), (Zones.newYork, "2026-03-08T01:00Z"),
    (Zones.newYork, "2026-10-31T23:00Z"), (Zones.lordHowe, "2026-04-04T08:00Z"), (Zones.lordHowe, "2026-10-03T08:00Z"),
    (Zones.apia, "2011-12-29T20:00Z"),
  ])
  func randomCrontabsAgreeWithTheWalkOnChangeDays(zone: ZoneRules, start: String) {
    var generator = SeededGenerator(seed: 7)
    for _ in 0..<30 {
      let minute = ["*", "*/30", "0", "15", "7,45"].randomElement(using: &generator) ?? "*"
      let hour = ["*", "*/2", "1-9/2", "1", "2", "3", "0-4", "2,3", "0"].randomElement(using: &generator) ?? "*"
      guard let crontab = try? Crontab("\(minute) \(hour) * * *") else { continue }
      compare(crontab, zone, from: moment(start), minutes: 2 * 1440)
    }
  }

  /// All values, one, a few, or about half; nil when no date fits.
  private func randomCrontab(_ generator: inout SeededGenerator) -> Crontab? {
    var fields: [CrontabUnit: CrontabField] = [:]
    for unit in CrontabUnit.allCases {
      let all = CrontabField.allBits(of: unit)
      let one = UInt64(1) << UInt64(Int.random(in: unit.range, using: &generator))
      let some = generator.next() & all
      let bits = [all, all, one, one | (some & generator.next() & generator.next()), one | some]
        .randomElement(using: &generator)
      fields[unit] = CrontabField(
        bits: bits ?? all, isRecurring: bits == all || Bool.random(using: &generator), text: "random")
    }
    return try? Crontab(fields: fields)
  }

  /// Walks every real second that could be a firing and asks what the clock shows, by the words of the rules.
  private func compare(_ crontab: Crontab, _ zone: ZoneRules, from start: Timestamp, minutes: Int) {
    let end = start + .minutes(minutes)
    let schedule = Schedule.crontab(crontab, zone)
    let found = schedule.ticks(after: start, through: end, limit: .max, anchor: .epoch)
    let expected = walk(crontab, zone, from: start, through: end)
    guard found != expected else { return }
    let difference = Set(found).symmetricDifference(expected).min().map { shown($0, in: zone) } ?? "the order"
    Issue.record("\(crontab.canonicalText) in \(zone.name) from \(start): differs in \(difference)")
  }

  /// By the minute, or by the second where the clock's offset has odd seconds.
  private func nextSecond(after second: Int64, _ zone: ZoneRules) -> Int64 {
    let isWhole = [second, second + 60].allSatisfy { zone.offset(at: Timestamp(zoneSeconds: $0)) % 60 == 0 }
    return isWhole ? (second.floored(by: 60) + 1) * 60 : second + 1
  }

  private func walk(_ crontab: Crontab, _ zone: ZoneRules, from start: Timestamp, through end: Timestamp) -> [Timestamp]
  {
    func fits(_ reading: Int64) -> Bool {
      let civil = CivilTime(Timestamp(zoneSeconds: reading))
      return crontab.minute.contains(civil.minute) && crontab.hour.contains(civil.hour)
        && crontab.dayOfMonth.contains(civil.day) && crontab.monthOfYear.contains(civil.month)
        && crontab.dayOfWeek.contains(civil.weekday)
    }
    var fired: [Timestamp] = []
    // The highest reading so far, from far enough back that no overlap of the clock reaches in from before.
    var second = start.microseconds.floored(by: 1_000_000) - 26 * 3600
    var reached = second + Int64(zone.offset(at: Timestamp(zoneSeconds: second)))
    while true {
      second = nextSecond(after: second, zone)
      guard Timestamp(zoneSeconds: second) <= end else { return fired }
      let offset = Int64(zone.offset(at: Timestamp(zoneSeconds: second)))
      let reading = second + offset
      let at = Timestamp(zoneSeconds: second)
      if crontab.hour.isRecurring {
        if reading % 60 == 0, at > start, fits(reading) { fired.append(at) }
      } else if reading > reached {
        var passed = (reached + 1).raised(by: 60) * 60
        var fires = false
        while passed <= reading {
          fires = fires || fits(passed)
          passed += 60
        }
        if fires, at > start { fired.append(at) }
      }
      reached = max(reached, reading)
    }
  }
}
