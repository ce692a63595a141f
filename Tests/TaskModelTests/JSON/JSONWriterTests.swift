import TaskModel
import Testing

@Suite struct JSONWriterTests {
  static let texts: [(JSONValue, String)] = [
    (nil, "null"), (true, "true"), (0, "0"), (9, "9"), (10, "10"), (-1, "-1"), (.integer(.min), "-9223372036854775808"),
    (.bigInteger("1180591620717411303424"), "1180591620717411303424"), (1.0, "1.0"), (.double(-0.0), "-0.0"),
    (.double(1e300), "1e+300"), (.double(.nan), "null"), (.double(.infinity), "null"), ("", #""""#),
    ("\"\\/\n\r\t\u{8}\u{1F}\u{7F}", "\"\\\"\\\\/\\n\\r\\t\\u0008\\u001f\u{7F}\""), ("żółw 🐢", "\"żółw 🐢\""),
    ([1, [], [:]], "[1,[],{}]"), (["b": 1, "a": [nil]], #"{"b":1,"a":[null]}"#),
  ]

  @Test(arguments: texts)
  func aValueIsWrittenInItsShortestForm(_ value: JSONValue, _ text: String) {
    #expect(value.description == text)
  }

  @Test(arguments: 1...60)
  func whatIsWrittenIsReadBackTheSame(_ seed: Int) throws {
    var random = RandomJSON(seed: UInt64(seed))
    for _ in 0..<40 {
      let value = random.value()
      let bytes = value.jsonBytes
      let read = try JSONParser.parse(bytes)
      #expect(read == value)
      #expect(read.hashValue == value.hashValue)
      // Equal text may still be spelled otherwise; the bytes may not.
      #expect(read.jsonBytes == bytes)
    }
  }

  @Test(
    arguments: [
      (JSONValue.double(.nan), ""), ([1, .double(.infinity)], "[1]"),
      (["a": ["b": [0, .double(-.infinity)]]], "a.b[1]"),
      ([["price": .double(.nan)]], "[0].price"),
    ] as [(JSONValue, String)])
  func theFirstNumberThatJSONDoesNotHaveIsNamed(_ value: JSONValue, _ path: String) {
    #expect(value.firstUnwritable == path)
  }

  @Test func whereEverythingIsJSONNothingIsNamed() {
    #expect(JSONValue.object(["a": [1, 2.5, "x", nil]]).firstUnwritable == nil)
  }
}
