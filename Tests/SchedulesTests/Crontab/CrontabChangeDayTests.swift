import TaskModel
import Testing

@testable import Schedules

/// Row 67: what fires on the days on which clocks change.
struct CrontabChangeDayTests {
  private static let spring = (year: 2026, month: 3, day: 29)
  private static let autumn = (year: 2026, month: 10, day: 25)

  private static let fixedTimesTable: [(String, (year: Int, month: Int, day: Int), [String])] = [
    ("30 3 * * *", spring, ["04:00+03:00"]), ("30 3 * * *", autumn, ["03:30+03:00"]),
    ("0 3 * * *", spring, ["04:00+03:00"]), ("0 3 * * *", autumn, ["03:00+03:00"]),
    ("0 4 * * *", spring, ["04:00+03:00"]), ("0 4 * * *", autumn, ["04:00+02:00"]),
    ("59 2 * * *", spring, ["02:59+02:00"]), ("0 0 * * *", spring, ["00:00+02:00"]),
    ("0 0 * * *", autumn, ["00:00+03:00"]), ("0 2-5 * * *", spring, ["02:00+02:00", "04:00+03:00", "05:00+03:00"]),
    ("0 2-5 * * *", autumn, ["02:00+03:00", "03:00+03:00", "04:00+02:00", "05:00+02:00"]),
    ("15 3,4 * * *", spring, ["04:00+03:00", "04:15+03:00"]),
    // One day's only hour, whatever its spelling, is a fixed time.
    ("0 3-4/2 * * *", spring, ["04:00+03:00"]),
  ]

  @Test(
    "Helsinki, fixed times fire once",
    arguments: Self.fixedTimesTable)
  func fixedTimes(text: String, day: (year: Int, month: Int, day: Int), expected: [String]) throws {
    #expect(try firings(text, on: day, in: Zones.helsinki) == expected)
  }

  private static let wildcardsTable: [(String, ZoneRules, (year: Int, month: Int, day: Int), Int)] = [
    ("0 * * * *", Zones.helsinki, spring, 23), ("0 * * * *", Zones.helsinki, autumn, 25),
    ("15 * * * *", Zones.helsinki, spring, 23), ("15 * * * *", Zones.helsinki, autumn, 25),
    ("*/30 * * * *", Zones.helsinki, spring, 46), ("*/30 * * * *", Zones.helsinki, autumn, 50),
    ("0 0-23 * * *", Zones.helsinki, autumn, 25), ("0 */2 * * *", Zones.helsinki, spring, 12),
    ("0 */3 * * *", Zones.helsinki, spring, 7), ("0 */3 * * *", Zones.helsinki, autumn, 9),
    ("0 * * * *", Zones.newYork, (2026, 3, 8), 23), ("0 * * * *", Zones.newYork, (2026, 11, 1), 25),
    ("0 */2 * * *", Zones.newYork, (2026, 3, 8), 11), ("0 * * * *", Zones.lordHowe, (2026, 4, 5), 24),
    ("*/30 * * * *", Zones.lordHowe, (2026, 4, 5), 49), ("*/30 * * * *", Zones.lordHowe, (2026, 10, 4), 47),
    ("0 * * * *", Zones.tokyo, (2026, 3, 29), 24), ("*/30 * * * *", ZoneRules.utc, (2026, 10, 25), 48),
  ]

  @Test(
    "Wildcard and step hours follow real time",
    arguments: Self.wildcardsTable)
  func wildcards(text: String, zone: ZoneRules, day: (year: Int, month: Int, day: Int), count: Int) throws {
    #expect(try firings(text, on: day, in: zone).count == count)
  }

  @Test func halfHoursGoThroughBothPassesOfAutumn() throws {
    let firings = try firings("*/30 2-4,*/1 * * *", on: Self.autumn, in: Zones.helsinki)
    #expect(
      firings[4...9] == ["02:00+03:00", "02:30+03:00", "03:00+03:00", "03:30+03:00", "03:00+02:00", "03:30+02:00"])
  }

  private static let elsewhereTable: [(String, ZoneRules, (year: Int, month: Int, day: Int), [String])] = [
    ("30 2 * * *", Zones.newYork, (2026, 3, 8), ["03:00-04:00"]),
    ("30 1 * * *", Zones.newYork, (2026, 11, 1), ["01:30-04:00"]),
    ("15 2 * * *", Zones.lordHowe, (2026, 10, 4), ["02:30+11:00"]),
    ("45 1 * * *", Zones.lordHowe, (2026, 4, 5), ["01:45+11:00"]),
    ("30 3 * * *", Zones.tokyo, (2026, 3, 29), ["03:30+09:00"]),
    // The day Samoa skipped: its time fires at the first moment after, the next day's at its own.
    ("30 3 * * *", Zones.apia, (2011, 12, 31), ["00:00+14:00", "03:30+14:00"]),
    // Local mean time, 1 h 39 min 49 s ahead.
    ("30 3 * * *", Zones.helsinki, (1900, 6, 1), ["03:30+01:39:49"]),
    // The day on which it was given up, at midnight, for 2 h: the gap is 20 min 11 s.
    ("5 0 * * *", Zones.helsinki, (1921, 5, 1), ["00:20:11+02:00"]),
  ]

  @Test(
    "Fixed times elsewhere",
    arguments: Self.elsewhereTable)
  func elsewhere(
    text: String, zone: ZoneRules, day: (year: Int, month: Int, day: Int), expected: [String]
  ) throws {
    #expect(try firings(text, on: day, in: zone) == expected)
  }

  @Test func nextFiringsIncreaseStrictlyFromAnyMoment() throws {
    for text in ["30 3 * * *", "*/30 * * * *", "0 */3 * * *", "59 1-3 * * *"] {
      let crontab = try Crontab(text)
      for day in ["2026-03-28T23:00Z", "2026-10-24T22:00Z"] {
        var previous = Timestamp.distantPast
        for second in 0..<(8 * 360) {
          let at = moment(day) + .seconds(second * 10)
          let next = try #require(crontab.next(after: at, in: Zones.helsinki))
          #expect(next > at && next >= previous)
          previous = next
        }
      }
    }
  }
}
