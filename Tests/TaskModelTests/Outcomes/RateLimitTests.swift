import TaskModel
import Testing

@Suite struct RateLimitTests {
  @Test(arguments: [
    ("10/s", 10.0, RateLimit.Unit.second), ("100/m", 100, .minute), ("5/h", 5, .hour), (" 2.5 / M ", 2.5, .minute),
    ("7", 7, .second), ("0.5", 0.5, .second),
  ])
  func isReadAsCelerysUsersWriteIt(_ text: String, _ count: Double, _ unit: RateLimit.Unit) throws {
    #expect(try RateLimit.parse(text) == RateLimit(count, per: unit))
  }

  @Test(arguments: ["0", "0/m", "none", "None", "", " "]) func nothingIsNoLimit(_ text: String) throws {
    #expect(try RateLimit.parse(text) == nil)
  }

  @Test(arguments: [
    "x", "10/", "10/d", "/s", "-1", "-1/s", "1/2/s", "nan", "inf", "inf/s", "0x10/s", "1e400", "10 / s m", "10//s",
  ])
  func anythingElseIsAnErrorThatShowsIt(_ text: String) {
    #expect(throws: RateLimit.ParseError.self) { try RateLimit.parse(text) }
    do { _ = try RateLimit.parse(text) } catch { #expect(error.description.contains("'\(text)'")) }
  }

  @Test func jsonMayBeTextANumberOrNull() throws {
    #expect(try RateLimit.parse(JSONValue.string("10/m")) == RateLimit(10, per: .minute))
    #expect(try RateLimit.parse(JSONValue.integer(3)) == RateLimit(3))
    #expect(try RateLimit.parse(JSONValue.null) == nil)
    #expect(try RateLimit.parse(JSONValue.integer(0)) == nil)
    for json: JSONValue in [true, [], -1, .double(.nan), .double(.infinity), [:]] {
      #expect(throws: RateLimit.ParseError.self) { try RateLimit.parse(json) }
    }
  }

  @Test(arguments: ["10/s", "100/m", "5/h", "2.5/m"]) func isWrittenAsItIsRead(_ text: String) throws {
    #expect(try RateLimit.parse(text)?.description == text)
  }

  @Test func theTimeBetweenTwoIsNeverNothing() {
    #expect(RateLimit(1e300)?.interval == .microseconds(1))
    #expect(RateLimit(10, per: .minute)?.interval == .seconds(6))
    #expect(RateLimit(1e-300).map { $0.interval > .days(10_000) } == true)
    #expect(RateLimit(0) == nil && RateLimit(.nan) == nil && RateLimit(-1) == nil)
  }
}
