import TaskModel
import Testing

@testable import Schedules

struct ZoneRulesTests {
  private static let offsetsTable: [(ZoneRules, String, Int)] = [
    (Zones.helsinki, "1890-01-01T00:00Z", 5989), (Zones.helsinki, "1900-01-01T00:00Z", 5989),
    (Zones.helsinki, "1925-01-01T00:00Z", 7200),
    (Zones.helsinki, "2026-03-29T00:59:59Z", 7200), (Zones.helsinki, "2026-03-29T01:00Z", 10800),
    (Zones.helsinki, "2026-10-25T00:59:59Z", 10800), (Zones.helsinki, "2026-10-25T01:00Z", 7200),
    (Zones.helsinki, "2100-07-01T00:00Z", 10800), (Zones.helsinki, "9999-07-01T00:00Z", 10800),
    (Zones.helsinki, "9999-12-31T23:59Z", 7200), (Zones.newYork, "2500-07-04T00:00Z", -14400),
    (Zones.lordHowe, "2026-01-01T00:00Z", 39600), (Zones.lordHowe, "2050-07-01T00:00Z", 37800),
    (Zones.load("Europe/Dublin"), "2100-01-01T00:00Z", 0),
    (Zones.load("Europe/Dublin"), "2100-07-01T00:00Z", 3600), (Zones.tokyo, "2300-07-01T00:00Z", 32400),
    (Zones.apia, "2011-12-30T09:59Z", -36000),
    (Zones.apia, "2011-12-30T10:00Z", 50400), (ZoneRules.utc, "2026-01-01T00:00Z", 0),
  ]

  @Test(
    "Offsets are those of the zone's history, present and far future",
    arguments: Self.offsetsTable)
  func offsets(zone: ZoneRules, at text: String, expected: Int) {
    #expect(zone.offset(at: moment(text)) == expected, "\(zone.name) at \(text)")
  }

  @Test func theSlimFileSaysTheSameAsTheFullOne() throws {
    let slim = try ZoneRules(name: "Europe/Helsinki", tzif: slimHelsinki)
    var generator = SeededGenerator(seed: 1)
    for _ in 0..<20_000 {
      let at = Timestamp(microseconds: Int64.random(in: -3_000_000_000...40_000_000_000, using: &generator) * 1_000_000)
      if slim.offset(at: at) != Zones.helsinki.offset(at: at) { Issue.record("\(at)") }
    }
  }

  @Test func theRuleOfTheFutureRepeatsEvery400Years() {
    var generator = SeededGenerator(seed: 2)
    for zone in [Zones.helsinki, Zones.newYork, Zones.lordHowe] {
      for _ in 0..<5000 {
        let seconds = Int64.random(in: 4_000_000_000...14_000_000_000, using: &generator)
        let cycles = Int64.random(in: 1...100, using: &generator)
        let later = Timestamp(zoneSeconds: seconds + cycles * ZoneRules.cycleLength)
        #expect(zone.offset(at: Timestamp(zoneSeconds: seconds)) == zone.offset(at: later))
      }
    }
  }

  private static let aReadingOfTheWallClockIsUniqueOrInAGapOrAnOverlapTable: [(String, LocalMapping)] = [
    ("2026-03-29T02:59", LocalMapping.unique(moment("2026-03-29T00:59Z"))),
    ("2026-03-29T03:00", .gap(after: moment("2026-03-29T01:00Z"))),
    ("2026-03-29T03:59:59", .gap(after: moment("2026-03-29T01:00Z"))),
    ("2026-03-29T04:00", .unique(moment("2026-03-29T01:00Z"))),
    ("2026-10-25T02:59", .unique(moment("2026-10-24T23:59Z"))),
    ("2026-10-25T03:00", .overlap(first: moment("2026-10-25T00:00Z"), last: moment("2026-10-25T01:00Z"))),
    ("2026-10-25T03:59", .overlap(first: moment("2026-10-25T00:59Z"), last: moment("2026-10-25T01:59Z"))),
    ("2026-10-25T04:00", .unique(moment("2026-10-25T02:00Z"))),
  ]

  @Test(arguments: Self.aReadingOfTheWallClockIsUniqueOrInAGapOrAnOverlapTable)
  func aReadingOfTheWallClockIsUniqueOrInAGapOrAnOverlap(reading: String, expected: LocalMapping) {
    #expect(Zones.helsinki.mapping(of: CivilTime(moment(reading + "Z"))) == expected)
  }

  @Test func theDayThatSamoaNeverHadIsAGap() {
    let mapping = Zones.apia.mapping(of: CivilTime(year: 2011, month: 12, day: 30, hour: 12))
    #expect(mapping == .gap(after: moment("2011-12-30T10:00Z")))
  }

  @Test func mappingUndoesShowing() {
    var generator = SeededGenerator(seed: 3)
    for zone in [Zones.helsinki, Zones.newYork, Zones.lordHowe, Zones.apia, .utc] {
      for _ in 0..<3000 {
        let at = Timestamp(
          microseconds: Int64.random(in: -2_000_000_000_000_000...9_000_000_000_000_000, using: &generator))
        switch zone.mapping(of: zone.civilTime(at: at)) {
        case .unique(let found): #expect(found == at)
        case .overlap(let first, let last): #expect(first == at || last == at)
        case .gap: Issue.record("a time that was shown cannot be in a gap: \(at) in \(zone.name)")
        }
      }
    }
  }

  @Test func fixedOffsetsAreNamedByThem() {
    #expect(ZoneRules(fixedOffset: 19_800)?.name == "UTC+05:30")
    #expect(ZoneRules(fixedOffset: -12_600)?.offset(at: .epoch) == -12_600)
    #expect(ZoneRules(fixedOffset: 0) == .utc)
    #expect(ZoneRules(fixedOffset: .max) == nil)
    #expect(ZoneRules(fixedOffset: .min) == nil)
    #expect(ZoneRules.text(ofOffset: 5989) == "+01:39:49")
  }

  @Test func theEndsOfTimeAreHarmless() {
    for zone in [Zones.helsinki, Zones.tokyo, .utc] {
      for end in [Timestamp.distantPast, .distantFuture] {
        _ = zone.offset(at: end)
        #expect(zone.segment(at: end.microseconds / 1_000_000).start <= ZoneRules.latest)
      }
    }
  }
}
