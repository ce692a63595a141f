import FoundationEssentials
import Testing

@testable import Tasks

@Suite("Values that do not fit")
struct RefusedValueTests {
  private struct Order: Codable {
    var value: Items
    struct Items: Codable { var items: [Double] }
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity])
  func numbersThatJSONDoesNotHaveAreRefusedWithTheirPath(_ number: Double) {
    let error = #expect(throws: ArgumentError.self) {
      try ValueCoding.encode(Order(value: .init(items: [1, 2, number])))
    }
    #expect(error?.path == "value.items[2]")
  }

  @Test func everyKindOfPlaceNamesItsPath() {
    struct Row: Encodable {
      var cells: [String: [Float]]
    }
    #expect(throws: ArgumentError(path: "rows[1].cells.b[0]", message: "nan is not JSON")) {
      try ValueCoding.encode(["rows": [Row(cells: [:]), Row(cells: ["b": [.nan]])]])
    }
    #expect(throws: ArgumentError(path: "result", message: "inf is not JSON")) {
      try ValueCoding.encode(Double.infinity, root: "result")
    }
    #expect(throws: ArgumentError.self) { try ValueCoding.encode([Date(timeIntervalSince1970: .nan)]) }
    #expect(throws: ArgumentError.self) { try ValueCoding.encode([Decimal.nan]) }
    #expect(throws: ArgumentError.self) { try ValueCoding.encode([Date(timeIntervalSince1970: 1e12)]) }
    #expect(throws: ArgumentError(path: "a", message: "[1]: the number is not JSON (NaN or infinite)")) {
      try ValueCoding.encode(["a": JSONValue.array([1, .double(.nan)])])
    }
  }

  private indirect enum Nested: Codable { case end, more([Nested]) }

  private func nested(_ levels: Int) -> Nested {
    (0..<levels).reduce(Nested.end) { inner, _ in .more([inner]) }
  }

  @Test func nestingHasALimitOnBothSides() throws {
    // Each level is an object of an object of an array.
    #expect(throws: Never.self) { try ValueCoding.encode(nested(30)) }
    #expect(throws: ArgumentError.self) { try ValueCoding.encode(nested(200)) }
    var deep: JSONValue = ["end": [:]]
    for _ in 0..<200 { deep = ["more": ["_0": [deep]]] }
    #expect(throws: ArgumentError.self) { try ValueCoding.decode(Nested.self, from: deep) }
    #expect(throws: ArgumentError.self) { try ValueCoding.encode(deep) }
    #expect(throws: ArgumentError.self) { try ValueCoding.check(deep, root: "a") }
  }

  @Test func theErrorSaysWhereWhatWasExpectedAndWhatWasFound() {
    #expect(throws: ArgumentError(path: "value.items[1]", message: #"expected a number, found a string "x""#)) {
      try ValueCoding.decode(Order.self, from: ["value": ["items": [1, "x"]]])
    }
    #expect(throws: ArgumentError(path: "value.items", message: "missing")) {
      try ValueCoding.decode(Order.self, from: ["value": [:]])
    }
    #expect(throws: ArgumentError(path: "value", message: "expected an object, found an array of 1")) {
      try ValueCoding.decode(Order.self, from: ["value": [1]])
    }
    #expect(throws: ArgumentError(path: "value.items", message: "expected an array, found null")) {
      try ValueCoding.decode(Order.self, from: ["value": ["items": nil]])
    }
  }

  @Test func wholeNumbersMustFitTheirType() throws {
    #expect(try ValueCoding.decode(Int8.self, from: 127) == 127)
    #expect(try ValueCoding.decode(Int.self, from: 3.0) == 3)
    #expect(try ValueCoding.decode(Double.self, from: 3) == 3)
    #expect(try ValueCoding.decode(UInt64.self, from: .bigInteger("18446744073709551615")) == .max)
    for json: JSONValue in [128, -129, 3.5, 1e300, .bigInteger("99999999999999999999"), true, "1", nil, []] {
      #expect(throws: ArgumentError.self, "\(json)") { try ValueCoding.decode(Int8.self, from: json) }
    }
    #expect(throws: ArgumentError.self) { try ValueCoding.decode(UInt.self, from: -1) }
    #expect(throws: ArgumentError.self) { try ValueCoding.decode(Bool.self, from: 1) }
    #expect(throws: ArgumentError.self) { try ValueCoding.decode(String.self, from: 1) }
    #expect(throws: ArgumentError.self) { try ValueCoding.decode(Double.self, from: .double(.nan)) }
    let huge = String(repeating: "9", count: 400)
    #expect(throws: ArgumentError.self) { try ValueCoding.decode(Double.self, from: .bigInteger(huge)) }
  }

  @Test(arguments: [
    "", "x", "2031-02-30", "2031-13-01T00:00:00", "2031-03-04T25:00:00", "2031-03-04T05:06:07+25:00", "05:06:07",
  ])
  func textsThatAreNoDatesAreRefused(_ text: String) {
    #expect(throws: ArgumentError.self) { try ValueCoding.decode(Date.self, from: .string(text)) }
  }

  @Test(arguments: ["", ".", "-", "1e", "1e5000", "12abc", "NaN", "Infinity", "1.2.3", "0x10", " 1", "١"])
  func textsThatAreNoDecimalsAreRefused(_ text: String) {
    #expect(throws: ArgumentError.self) { try ValueCoding.decode(Decimal.self, from: .string(text)) }
  }

  @Test func aDecimalOfTooManyDigitsIsRefusedAndNotCut() throws {
    let digits = String(repeating: "1", count: 38)
    #expect(try ValueCoding.decode(Decimal.self, from: .bigInteger(digits)).description == digits)
    #expect(throws: ArgumentError.self) { try ValueCoding.decode(Decimal.self, from: .bigInteger(digits + "1")) }
    #expect(try ValueCoding.decode(Decimal.self, from: .double(0.1)) == Decimal(string: "0.1"))
  }

  @Test func otherFormsThatDoNotFitAreRefused() {
    #expect(throws: ArgumentError.self) { try ValueCoding.decode(Data.self, from: "not base64!") }
    #expect(throws: ArgumentError.self) { try ValueCoding.decode(UUID.self, from: ["hex": "123"]) }
    #expect(throws: ArgumentError.self) { try ValueCoding.decode(URL.self, from: 7) }
    #expect(throws: ArgumentError.self) { try ValueCoding.decode(Duration.self, from: "1s") }
    let time: JSONValue = ["__type__": "time", "__value__": "05:06:07"]
    #expect(throws: ArgumentError.self) { try ValueCoding.decode(Timestamp.self, from: time) }
    #expect(throws: ArgumentError.self) { try ValueCoding.decode(Report.Format.self, from: "doc") }
  }
}
