import FoundationEssentials
import TaskModel

@testable import Schedules

/// Zones of the machine's own database, which the tests may read.
enum Zones {
  static let helsinki = load("Europe/Helsinki")
  static let newYork = load("America/New_York")
  static let lordHowe = load("Australia/Lord_Howe")
  static let apia = load("Pacific/Apia")
  static let tokyo = load("Asia/Tokyo")

  static func bytes(_ name: String) -> [UInt8] {
    FileManager.default.contents(atPath: "/usr/share/zoneinfo/\(name)").map(Array.init) ?? []
  }

  static func load(_ name: String) -> ZoneRules {
    do { return try ZoneRules(name: name, tzif: bytes(name)) } catch {
      preconditionFailure("the tests need tzdata: \(error)")
    }
  }
}

/// `2026-03-29T03:30+03:00` and the like.
func moment(_ text: String) -> Timestamp {
  guard let moment = Timestamp(iso8601: text) else { preconditionFailure("not a moment: \(text)") }
  return moment
}

/// What the zone's clock shows: `2026-03-29 03:30+03:00`.
func shown(_ moment: Timestamp, in zone: ZoneRules) -> String {
  let civil = zone.civilTime(at: moment)
  let pad = { (value: Int) in value < 10 ? "0\(value)" : "\(value)" }
  let offset = ZoneRules.text(ofOffset: zone.offset(at: moment))
  let seconds = civil.second == 0 ? "" : ":" + pad(civil.second)
  return
    "\(civil.year)-\(pad(civil.month))-\(pad(civil.day)) \(pad(civil.hour)):\(pad(civil.minute))\(seconds)\(offset)"
}

/// All firings of one local day, by that day's first and last moment.
func firings(_ text: String, on day: (year: Int, month: Int, day: Int), in zone: ZoneRules) throws -> [String] {
  let start = zone.mapping(of: CivilTime(year: day.year, month: day.month, day: day.day)).firstMoment
  let following = CivilTime(
    CivilTime(year: day.year, month: day.month, day: day.day, hour: 12).timestamp() + .days(1))
  let end = zone.mapping(of: CivilTime(year: following.year, month: following.month, day: following.day)).firstMoment
  let schedule = Schedule.crontab(try Crontab(text), zone)
  let before = start - .microseconds(1)
  return schedule.ticks(after: before, through: end - .microseconds(1), limit: 10_000, anchor: .epoch).map {
    String(shown($0, in: zone).dropFirst(11))
  }
}
