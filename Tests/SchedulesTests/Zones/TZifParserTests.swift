import FoundationEssentials
import TaskModel
import Testing

@testable import Schedules

struct TZifParserTests {
  private func reason(_ bytes: [UInt8]) -> String {
    do {
      _ = try ZoneRules(name: "X", tzif: bytes)
      return "accepted"
    } catch { return error.description }
  }

  private static let refusalsTable: [([UInt8], String)] = [
    ([], "the file ends inside the magic number, at byte 0"),
    (Array("Europe/Helsinki and more".utf8), "does not have 'TZif' at byte 0"),
    (Array(slimHelsinki.prefix(30)), "the file ends inside the header, at byte 30"),
    (Array(slimHelsinki.prefix(120)), "the file ends inside the transition times, at byte 120"),
    (Array(slimHelsinki.dropLast(1)), "the footer is not closed"),
  ]

  @Test(
    "Bytes that are no time zone file are refused with the reason",
    arguments: Self.refusalsTable)
  func refusals(bytes: [UInt8], expected: String) {
    #expect(reason(bytes).contains(expected))
    #expect(reason(bytes).hasPrefix("time zone 'X': "))
  }

  private static let footersTable: [(String, String)] = [
    ("EE", "an abbreviation is missing at column 3"), ("EET", "a number from 0 to 24 is missing"),
    ("EET-2EEST", "',' is missing"), ("EET-2EEST,M3.5.0", "',' is missing"),
    ("EET-2EEST,M13.5.0,M10.5.0", "a number from 1 to 12 is missing"), ("EET-25", "a number from 0 to 24"),
    ("EET-2EEST,J0,J5", "a number from 1 to 365"), ("<EET-2", "'>' is missing"),
    ("EET-2EEST,M3.5.0/3,M10.5.0/4 ", "text after the rules"), ("EET-2EEST,M3.5.0/168,M10.5.0", "from 0 to 167"),
  ]

  @Test(
    "A footer that cannot be read is named with its column",
    arguments: Self.footersTable)
  func footers(text: String, expected: String) {
    #expect(throws: PosixTimeZoneParser.Failure.self) { try PosixTimeZoneParser.parse(text.utf8) }
    do { _ = try PosixTimeZoneParser.parse(text.utf8) } catch {
      #expect(error.reason.contains(expected), "\(error.reason)")
    }
  }

  @Test func daylightTimeAllTheYearIsOneOffset() throws {
    let rule = try PosixTimeZoneParser.parse("EST5EDT,0/0,J365/25".utf8)
    let transitions = rule.transitions(inYears: 2020...2030)
    for (index, transition) in transitions.enumerated()
    where transition.offset == -18_000 && index + 1 < transitions.count {
      #expect(transitions[index + 1].at == transition.at)
      #expect(transitions[index + 1].offset == -14_400)
    }
  }

  @Test func everyZoneOfThisMachineIsRead() throws {
    let root = "/usr/share/zoneinfo"
    var count = 0
    for path in try FileManager.default.subpathsOfDirectory(atPath: root)
    where !path.hasPrefix("right/") && !path.hasPrefix("posix/") {
      guard let bytes = FileManager.default.contents(atPath: "\(root)/\(path)").map(Array.init),
        bytes.starts(with: "TZif".utf8)
      else { continue }
      let zone = try ZoneRules(name: path, tzif: bytes)
      #expect(abs(zone.offset(at: moment("2026-07-01T00:00Z"))) <= 14 * 3600)
      count += 1
    }
    #expect(count > 100)
  }

  @Test func filesThatCountLeapSecondsAreRefused() {
    var bytes = slimHelsinki
    bytes[51 + 31] = 1  // the count of leap seconds in the second header, which begins at byte 51
    #expect(reason(bytes).contains("leap seconds"))
  }

  @Test(arguments: [slimHelsinki, Zones.bytes("America/New_York"), Zones.bytes("Africa/Casablanca")])
  func mutatedBytesGiveAZoneOrAnErrorAndNeverATrap(original: [UInt8]) throws {
    var generator = SeededGenerator(seed: 4)
    let crontabs = [try Crontab("30 3 * * *"), try Crontab("*/30 * * * *"), try Crontab("0 0 29 2 *")]
    var accepted = 0
    for _ in 0..<1000 {
      var bytes = original
      for _ in 0..<Int.random(in: 1...6, using: &generator) {
        let place = Int.random(in: bytes.indices, using: &generator)
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &generator)
        case 1: bytes.remove(at: place)
        case 2: bytes.insert(UInt8.random(in: 0...255, using: &generator), at: place)
        default: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
        }
      }
      guard let zone = try? ZoneRules(name: "fuzzed", tzif: bytes) else { continue }
      accepted += 1
      for crontab in crontabs {
        let start = Timestamp(microseconds: Int64.random(in: .min ... .max, using: &generator))
        for from in [start, moment("2026-03-28T12:00Z"), .distantPast, .distantFuture] {
          if let next = crontab.next(after: from, in: zone) { #expect(next > from) }
        }
      }
    }
    #expect(accepted > 0)
  }
}
