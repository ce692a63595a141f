import TaskModel
import Testing

@Suite struct TimestampISO8601Tests {
  /// 2031-03-04T05:06:07Z.
  private static let second: Int64 = 1_930_367_167_000_000

  static let good: [(String, Int64)] = [
    ("1970-01-01T00:00:00Z", 0), ("2031-03-04T05:06:07Z", second), ("2031-03-04T05:06:07", second),
    ("2031-03-04 05:06:07", second), ("2031-03-04t05:06:07z", second), ("20310304T050607Z", second),
    ("20310304T050607", second), ("2031-03-04T05:06:07.089Z", second + 89_000),
    ("2031-03-04T05:06:07.089000+00:00", second + 89_000), ("2031-03-04T05:06:07,5Z", second + 500_000),
    ("2031-03-04T05:06:07.123456789Z", second + 123_456), ("2031-03-04T05:06:07.000001", second + 1),
    ("2031-03-04T06:06:07+01:00", second), ("2031-03-04T06:06:07+01", second), ("2031-03-04T06:06:07+0100", second),
    ("2031-03-03T23:36:07-05:30", second), ("2031-03-04T05:06Z", second - 7_000_000),
    ("2031-03-04", second - 18_367_000_000), ("20310304", second - 18_367_000_000),
    ("2024-02-29T00:00:00Z", 1_709_164_800_000_000), ("2000-02-29", 951_782_400_000_000),
    ("1969-12-31T23:59:59.999999Z", -1), ("0001-01-01T00:00:00Z", -62_135_596_800_000_000),
    ("9999-12-31T23:59:59.999999Z", 253_402_300_799_999_999), ("0000-01-01T00:00:00+23:59", -62_167_305_540_000_000),
  ]

  @Test(arguments: good)
  func isoTimesAreRead(_ text: String, _ microseconds: Int64) {
    #expect(Timestamp(iso8601: text)?.microseconds == microseconds)
  }

  @Test(arguments: [
    "", "now", "2031", "2031-03", "2031-3-4", "31-03-04", "2031-13-04", "2031-00-04", "2031-02-29", "1900-02-29",
    "2031-04-31", "2031-03-00", "2031-03-04T", "2031-03-04T05", "2031-03-04T24:00", "2031-03-04T05:60",
    "2031-03-04T05:06:60", "2031-03-04T05:06:07.", "2031-03-04T05:06:07.Z", "2031-03-04T05:06:07.5.5",
    "2031-03-04T05:06:07+", "2031-03-04T05:06:07+1", "2031-03-04T05:06:07+24:00", "2031-03-04T05:06:07+01:60",
    "2031-03-04T05:06:07+01:0", "2031-03-04T05:06:07Zulu", "2031-03-04T05:06:07 Z", " 2031-03-04", "2031-03-04 ",
    "2031/03/04", "04-03-2031", "2031-W10-2", "2031-03-04T05:06:", "2031-0304", "203103-04", "+2031-03-04",
    "-2031-03-04", "２０３１-03-04", "2031-03-04T05:06:07é", "12031-03-04", "1930367167",
  ])
  func whatIsNoISOTimeIsRefused(_ text: String) {
    #expect(Timestamp(iso8601: text) == nil)
  }

  @Test func aTimeIsWrittenAsPythonWritesIt() {
    #expect(Timestamp(microseconds: Self.second + 89_000).iso8601 == "2031-03-04T05:06:07.089000+00:00")
    #expect(Timestamp(microseconds: Self.second).iso8601 == "2031-03-04T05:06:07+00:00")
    #expect(Timestamp(microseconds: -1).iso8601 == "1969-12-31T23:59:59.999999+00:00")
  }

  @Test func forPeopleItIsCutToMilliseconds() {
    #expect(Timestamp(microseconds: Self.second + 89_999).description == "2031-03-04T05:06:07.089Z")
    #expect(Timestamp(microseconds: Self.second + 999).description == "2031-03-04T05:06:07Z")
    #expect(Timestamp(microseconds: -1).description == "1969-12-31T23:59:59.999Z")
  }

  @Test(arguments: [Timestamp.distantPast, .distantFuture, Timestamp(microseconds: .min + 1)])
  func theEndsOfTimeCanBeWrittenToo(_ timestamp: Timestamp) {
    #expect(!timestamp.description.isEmpty)
    #expect(!timestamp.iso8601.isEmpty)
  }

  @Test(arguments: 1...20)
  func whatIsWrittenIsReadBackTheSame(_ seed: Int) {
    var generator = SeededGenerator(seed: UInt64(seed))
    for _ in 0..<500 {
      let range: ClosedRange<Int64> = -62_135_596_800_000_000...253_402_300_799_999_999
      let timestamp = Timestamp(microseconds: .random(in: range, using: &generator))
      #expect(Timestamp(iso8601: timestamp.iso8601) == timestamp)
    }
  }

  @Test(arguments: 1...20)
  func damagedTimesAreReadOrRefusedButNeverTrap(_ seed: Int) {
    var generator = SeededGenerator(seed: UInt64(seed))
    let alphabet = Array("0123456789-:TZ+., é")
    for _ in 0..<500 {
      var text = Array(Timestamp(microseconds: .random(in: 0...4_000_000_000_000_000, using: &generator)).iso8601)
      for _ in 0..<2 {
        text[Int.random(in: 0..<text.count, using: &generator)] = alphabet.randomElement(using: &generator) ?? "0"
      }
      let cut = text.prefix(Int.random(in: 0...text.count, using: &generator))
      if let read = Timestamp(iso8601: String(cut)) { #expect(Timestamp(iso8601: read.iso8601) == read) }
    }
  }
}
