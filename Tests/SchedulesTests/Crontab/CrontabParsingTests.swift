import TaskModel
import Testing

@testable import Schedules

struct CrontabParsingTests {
  private static let everyMinute = Array(0...59)

  private static let setsTable: [(CrontabUnit, JSONValue, [Int])] = [
    (CrontabUnit.minute, JSONValue.integer(7), [7]), (.minute, "7", [7]), (.minute, "*", everyMinute),
    (.minute, "*/15", [0, 15, 30, 45]), (.minute, "50-10", Array(50...59) + Array(0...10)),
    (.minute, "50-10/10", [50, 0, 10]), (.minute, "1-9/2", [1, 3, 5, 7, 9]), (.minute, "1,3, 5", [1, 3, 5]),
    (.minute, [1, "3", "10-12"], [1, 3, 10, 11, 12]), (.minute, "5-5", [5]), (.minute, "*/100", [0]),
    (.hour, "8-17", Array(8...17)), (.hour, "22-2", [22, 23, 0, 1, 2]),
    (.dayOfWeek, "*/2", [0, 2, 4, 6]), (.dayOfWeek, "mon-fri", [1, 2, 3, 4, 5]), (.dayOfWeek, "Sunday", [0]),
    (.dayOfWeek, "sat-mon", [6, 0, 1]), (.dayOfWeek, "sun,WED", [0, 3]), (.dayOfWeek, ["tue", 6], [2, 6]),
    (.dayOfMonth, "*/10", [1, 11, 21, 31]), (.dayOfMonth, "30-2", [30, 31, 1, 2]),
    (.monthOfYear, "*/3", [1, 4, 7, 10]), (.monthOfYear, "jan,dec", [1, 12]),
    (.monthOfYear, "nov-february", [11, 12, 1, 2]),
  ]

  @Test(
    "Celery's spellings mean Celery's sets",
    arguments: Self.setsTable)
  func sets(unit: CrontabUnit, value: JSONValue, expected: [Int]) throws {
    #expect(try CrontabFieldParser(unit: unit).parse(value).values == expected.sorted())
  }

  private static let refusalsTable: [(String, String)] = [
    (#"{"hour": 24, "minute": 0}"#, "hour '24': hour 24 does not exist, midnight is 0"),
    (#"{"hour": "8-24"}"#, "hour '8-24': hour 24 does not exist, midnight is 0"),
    (#"{"minute": 60}"#, "minute '60': minute 60 does not exist, the full hour is 0"),
    (#"{"day_of_week": 7}"#, "day_of_week '7': day 7 does not exist, Sunday is 0"),
    (#"{"day_of_month": 0}"#, "day_of_month '0': counting starts at 1"),
    (#"{"day_of_month": 32}"#, "day_of_month '32': 32 is not among 1 to 31"),
    (#"{"month_of_year": "movember"}"#, "'movember' is not among 1 to 12 or jan to dec"),
    (#"{"day_of_week": "so"}"#, "day_of_week 'so': 'so' is not among 0 to 6 or sun to sat"),
    (#"{"minute": "mon"}"#, "'mon' is not among 0 to 59"), (#"{"minute": -1}"#, "minute '-1'"),
    (#"{"minute": ""}"#, "a value is missing; allowed are 0 to 59, or *"),
    (#"{"minute": "1,,2"}"#, "a value is missing"),
    (#"{"minute": "5/15"}"#, "a step stands behind * or a range, such as 5-59/15"),
    (#"{"minute": "*/0"}"#, "the step after / must be a whole number from 1"),
    (#"{"minute": "*/"}"#, "the step after /"),
    (#"{"minute": "*/-2"}"#, "the step after /"), (#"{"minute": "1-"}"#, "a value is missing beside '-'"),
    (#"{"minute": "99999999999999999999"}"#, "is not among 0 to 59"), (#"{"minute": "1-2-3"}"#, "is not among"),
    (#"{"minute": 1.5}"#, "minute: a number does not say when"), (#"{"minute": true}"#, "minute: a boolean"),
    (#"{"minute": null}"#, "minute: null does not say when"), (#"{"minute": []}"#, "minute: the list is empty"),
    (#"{"minute": [[1]]}"#, "minute: an array does not say when"), (#"{"minute": {"a": 1}}"#, "minute: an object"),
    (#"{"minutes": 5}"#, "minutes: a crontab has no such field; it has minute, hour, day_of_week"),
    (#"30"#, "a whole number is not a crontab; write an object"), (#"["0"]"#, "an array is not a crontab"),
    (
      #"{"day_of_month": 30, "month_of_year": 2}"#,
      "day_of_month '30': never fires: month_of_year '2' has no such day"
    ),
    (#"{"day_of_month": 31, "month_of_year": "2,4,6,9,11"}"#, "never fires"),
  ]

  @Test(
    "What does not fit is named with its field, its piece and what would be right",
    arguments: Self.refusalsTable)
  func refusals(json: String, expected: String) throws {
    let value = try JSONParser.parse(json)
    #expect(throws: ScheduleError.self) { try Crontab(json: value) }
    do { _ = try Crontab(json: value) } catch { #expect(error.description.contains(expected), "\(error)") }
  }

  @Test(arguments: ["", "* * * *", "* * * * * *", "@daily", "0 4 * * 7", "60 * * * *", "0 0 30 2 *", "a b c d e"])
  func cronTextsThatDoNotFitAreRefused(text: String) {
    #expect(throws: ScheduleError.self) { try Crontab(text) }
  }

  @Test func missingFieldsAreEvery() throws {
    let crontab = try Crontab(json: ["hour": 3])
    #expect(crontab.minute.values == Self.everyMinute)
    #expect(crontab.hour.values == [3])
    #expect(crontab.monthOfYear.values == Array(1...12))
  }

  @Test func cronTextIsInCronsOrder() throws {
    let crontab = try Crontab("5 4 1-7 dec  mon")
    #expect(
      crontab
        == (try Crontab(json: [
          "minute": "5", "hour": "4", "day_of_month": "1-7", "month_of_year": "dec", "day_of_week": "mon",
        ])))
    #expect(crontab.text == "5 4 1-7 dec mon")
  }

  @Test func differentSpellingsHaveOneCanonicalText() throws {
    #expect(try Crontab("0,30 4 * * mon").canonicalText == Crontab("*/30 4 * 1-12 1").canonicalText)
    #expect(try Crontab("0 0-23 * * *").canonicalText == Crontab("0 * * * *").canonicalText)
    #expect(try Crontab("0 4 * * *").canonicalText != Crontab("0 5 * * *").canonicalText)
    // The same hours, but when clocks change the one is a fixed time and the other is not.
    #expect(try Crontab("0 0,12 * * *").canonicalText != Crontab("0 */12 * * *").canonicalText)
  }

  private static let whatIsOftenMeantDifferentlyIsNoticedTable: [(String, [String])] = [
    (#"{"hour": 3}"#, ["fires every minute of hour 3;"]), (#"{"hour": "3", "minute": 0}"#, []), ("{}", []),
    (#"{"hour": "3-5"}"#, ["fires every minute of hour 3, 4, 5;"]),
    (#"{"day_of_week": "mon"}"#, ["fires every minute of the days that match"]),
    (
      #"{"day_of_week": 1, "day_of_month": 1, "minute": 0, "hour": 0}"#,
      ["day_of_week and day_of_month must both match"]
    ),
  ]

  @Test(arguments: Self.whatIsOftenMeantDifferentlyIsNoticedTable)
  func whatIsOftenMeantDifferentlyIsNoticed(json: String, expected: [String]) throws {
    let notices = try Crontab(json: try JSONParser.parse(json)).notices.map(\.description)
    #expect(notices.count == expected.count)
    for (notice, prefix) in zip(notices, expected) { #expect(notice.hasPrefix(prefix), "\(notice)") }
  }

  @Test func randomTextsAreReadOrRefusedAndNeverTrap() {
    var generator = SeededGenerator(seed: 5)
    let alphabet = Array("0123456789*/-,  monsujafeb")
    for _ in 0..<20_000 {
      let length = Int.random(in: 0...12, using: &generator)
      let text = String((0..<length).map { _ in alphabet.randomElement(using: &generator) ?? "*" })
      for unit in CrontabUnit.allCases {
        guard let field = try? CrontabFieldParser(unit: unit).parse(text) else { continue }
        #expect(!field.values.isEmpty && field.values.allSatisfy(unit.range.contains))
      }
    }
  }
}
