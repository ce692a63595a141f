import TaskModel
import Testing

@testable import Schedules

struct IntervalTests {
  private let anchor = moment("2026-07-28T12:00:00Z")

  private static let pythonsKeywordsAreReadTable: [(String, Duration)] = [
    (#"{"hours": 24}"#, Duration.hours(24)), (#"{"hours": 0.5}"#, .minutes(30)),
    (#"{"hours": 0.5, "days": 1}"#, .minutes(1470)),
    (#"{"weeks": 1}"#, .days(7)), (#"{"minutes": 1, "seconds": 1}"#, .seconds(61)),
    (#"{"milliseconds": 250}"#, .milliseconds(250)),
    (#"{"microseconds": 1000}"#, .milliseconds(1)), (#"{"days": 1, "hours": -1}"#, .hours(23)),
  ]

  @Test(arguments: Self.pythonsKeywordsAreReadTable)
  func pythonsKeywordsAreRead(json: String, expected: Duration) throws {
    #expect(try Interval(timedelta: try JSONParser.parse(json)).period == expected)
  }

  private static let refusalsTable: [(String, String)] = [
    (#"{"fortnights": 1}"#, "fortnights: no such unit; there are weeks, days, hours, minutes, seconds"),
    ("3600", "its unit is missing; write an object such as {\"seconds\": 3600}, with weeks, days"),
    (#""3600""#, "a string is not a timedelta"), ("[1]", "an array is not a timedelta"), ("{}", "an empty timedelta"),
    (#"{"hours": 0}"#, "an interval of zero would fire without pause"), (#"{"hours": -1}"#, "cannot be negative"),
    (#"{"microseconds": 999}"#, "an interval of 999 µs is too short; it must be at least 1 ms"),
    (#"{"hours": "1"}"#, "hours: a string where a number should stand"), (#"{"hours": true}"#, "hours: a boolean"),
    (#"{"hours": null}"#, "hours: null"),
    (#"{"weeks": 9223372036854775807}"#, "weeks: an interval beyond 290,000 years"),
    (#"{"weeks": 99999999999999999999999}"#, "beyond 290,000 years"), (#"{"weeks": 1e300}"#, "beyond 290,000 years"),
    (#"{"microseconds": 9223372036854775807, "days": 1}"#, "beyond 290,000 years"),
  ]

  @Test(
    "Each refusal has its own reason",
    arguments: Self.refusalsTable)
  func refusals(json: String, expected: String) throws {
    let value = try JSONParser.parse(json)
    #expect(throws: ScheduleError.self) { try Interval(timedelta: value) }
    do { _ = try Interval(timedelta: value) } catch { #expect(error.description.contains(expected), "\(error)") }
  }

  @Test func wholeSecondsAreANumberAndNothingElse() throws {
    #expect(try Interval(seconds: 30).period == .seconds(30))
    for bad: JSONValue in ["30", 30.5, 0, -5, nil, true, .integer(.max), .bigInteger("99999999999999999999"), [30]] {
      #expect(throws: ScheduleError.self) { try Interval(seconds: bad) }
    }
  }

  @Test func ticksStayOnTheGrid() throws {
    let interval = try Interval(.seconds(10))
    #expect(interval.next(after: anchor, anchor: anchor) == anchor + .seconds(10))
    #expect(interval.next(after: anchor + .seconds(9.999999), anchor: anchor) == anchor + .seconds(10))
    #expect(interval.next(after: anchor + .seconds(10), anchor: anchor) == anchor + .seconds(20))
    #expect(interval.next(after: anchor - .days(5), anchor: anchor) == anchor + .seconds(10), "none before the first")
  }

  /// Row 93: however late each tick is handled, the thousandth is where it belongs.
  @Test func lateHandlingDoesNotMoveTheGrid() throws {
    let interval = try Interval(.hours(1))
    var due = anchor
    for _ in 0..<1000 { due = try #require(interval.next(after: due + .seconds(3), anchor: anchor)) }
    #expect(due == anchor + .hours(1000))
  }

  @Test func theEndsOfTimeAreHarmless() throws {
    var generator = SeededGenerator(seed: 8)
    let periods = [Interval.shortest, .seconds(1), .microseconds(Int64.max)]
    for period in periods {
      let interval = try Interval(period)
      for _ in 0..<1000 {
        let anchor = [Timestamp.distantPast, .epoch, .distantFuture].randomElement(using: &generator) ?? .epoch
        let at = Timestamp(microseconds: Int64.random(in: .min ... .max, using: &generator))
        for at in [at, .distantPast, .distantFuture] {
          if let next = interval.next(after: at, anchor: anchor) { #expect(next > at) }
          _ = Schedule.interval(interval).latest(after: .distantPast, through: at, anchor: anchor)
        }
      }
    }
  }

  private static let textsForPeopleTable: [(Duration, String)] = [
    (Duration.hours(1), "1 h"), (.seconds(90), "1 min 30 s"), (.days(1) + .milliseconds(2500), "1 d 2.5 s"),
    (.milliseconds(250), "250 ms"), (.microseconds(1500), "1.5 ms"), (.days(7), "7 d"),
  ]

  @Test(arguments: Self.textsForPeopleTable)
  func textsForPeople(period: Duration, expected: String) throws {
    #expect(try Interval(period).text == expected)
  }
}
