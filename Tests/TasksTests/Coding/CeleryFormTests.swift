import FoundationEssentials
import Testing

@testable import Tasks

/// What a Celery 5 client writes for values that JSON has no word for (kombu's JSON extension).
@Suite("Values marked by Celery")
struct CeleryFormTests {
  private let marked: JSONValue = [
    "naive": ["__type__": "datetime", "__value__": "2031-03-04T05:06:07.089000"],
    "berlin": ["__type__": "datetime", "__value__": "2031-03-04T05:06:07.089000+01:00"],
    "date": ["__type__": "date", "__value__": "2031-03-04"],
    "uuid": ["__type__": "uuid", "__value__": ["hex": "00000000000000000000000000000005"]],
    "decimal": ["__type__": "decimal", "__value__": "12.3400"],
    "utf8": ["__type__": "bytes", "__value__": "text"],
    "binary": ["__type__": "base64", "__value__": "/wAB"],
  ]

  private struct Values: Codable {
    var naive: Date
    var berlin: Timestamp
    var date: Date
    var uuid: UUID
    var decimal: Decimal
    var utf8: Data
    var binary: Data
  }

  @Test func marksAreReadAsTheSwiftTypeTheyStandFor() throws {
    let values = try ValueCoding.decode(Values.self, from: marked)
    let moment = Timestamp(microseconds: 1_930_367_167_089_000)
    #expect(Timestamp(values.naive) == moment)
    #expect(values.berlin == moment - .hours(1))
    #expect(Timestamp(values.date).iso8601 == "2031-03-04T00:00:00+00:00")
    #expect(values.uuid.uuidString == "00000000-0000-0000-0000-000000000005")
    #expect(values.decimal == Decimal(string: "12.34"))
    #expect(values.utf8 == Data("text".utf8))
    #expect(values.binary == Data([0xFF, 0, 1]))
  }

  @Test func plainTextIsReadTheSame() throws {
    #expect(try ValueCoding.decode(Timestamp.self, from: "2031-03-04 05:06:07Z").iso8601 == "2031-03-04T05:06:07+00:00")
    #expect(
      try ValueCoding.decode(UUID.self, from: "00000000000000000000000000000005").uuidString
        == "00000000-0000-0000-0000-000000000005")
    #expect(try ValueCoding.decode(Decimal.self, from: "+1.5E+3") == 1500)
  }

  @Test func aTimeOfDayIsReadAsText() throws {
    let mark: JSONValue = ["__type__": "time", "__value__": "05:06:07.089000"]
    #expect(try ValueCoding.decode(String.self, from: mark) == "05:06:07.089000")
    #expect(try ValueCoding.decode(JSONValue.self, from: mark) == mark)
  }

  /// What a task's author sees of a value that no mark of its kind can hold.
  @Test(
    arguments: [
      ["__type__": "datetime", "__value__": "soon"], ["__type__": "datetime", "__value__": 5], ["__type__": "datetime"],
      ["__type__": "datetime", "__value__": "2031-03-04", "more": 1], ["__type__": 1, "__value__": "2031-03-04"],
    ] as [JSONValue])
  func aBrokenMarkIsAnError(mark: JSONValue) {
    #expect(throws: ArgumentError.self) { try ValueCoding.decode(Date.self, from: mark) }
    #expect(throws: ArgumentError.self) { try ValueCoding.decode([Timestamp].self, from: [mark]) }
  }

  @Test func aMarkOfAnotherTypeIsAnError() {
    #expect(throws: ArgumentError.self) { try ValueCoding.decode(Date.self, from: marked["uuid"] ?? nil) }
    #expect(throws: ArgumentError.self) { try ValueCoding.decode(String.self, from: marked["utf8"] ?? nil) }
  }
}
