import TaskModel
import Testing

@Suite struct JSONParserTests {
  static let good: [(String, JSONValue)] = [
    ("null", nil), ("true", true), ("false", false), (" \n\t\r[ ] ", []), ("{}", [:]), ("0", 0), ("-0", 0), ("7", 7),
    ("-12", -12), ("999999999999999999", 999_999_999_999_999_999), ("1000000000000000000", 1_000_000_000_000_000_000),
    ("9223372036854775807", .integer(.max)), ("-9223372036854775808", .integer(.min)),
    ("9223372036854775808", .bigInteger("9223372036854775808")),
    ("-9223372036854775809", .bigInteger("-9223372036854775809")),
    ("1180591620717411303424", .bigInteger("1180591620717411303424")),
    ("0.5", 0.5), ("-1.25e2", -125.0), ("1E+2", 100.0), ("1e-2", 0.01), ("1e-400", 0.0),
    ("12345678901234567890.5", .double(12_345_678_901_234_567_890.5)), ("\"\"", ""), ("\"a b\"", "a b"),
    (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"), (#""\u00e9\u0000\u20AC""#, "é\u{0}€"),
    (#""\ud83d\udc22""#, "🐢"), (#""żółw 🐢 \u017c""#, "żółw 🐢 ż"), ("[1,[2,[3]]]", [1, [2, [3]]]),
    (#"{"a":{"b":[null]},"":1}"#, ["a": ["b": [nil]], "": 1]), (#"{"a" : 1 , "b" : 2}"#, ["a": 1, "b": 2]),
  ]

  @Test(arguments: good)
  func jsonIsRead(_ text: String, _ value: JSONValue) throws {
    let parsed = try JSONParser.parse(text)
    #expect(parsed == value)
    if case .double(let number) = parsed { #expect(value == .double(number)) }
  }

  static let bad: [(text: String, error: String)] = [
    ("", "the text ends where a value should stand at column 1"),
    ("   ", "the text ends where a value should stand at column 4"),
    ("nul", "not a JSON value; true, false, null and quoted strings are at column 1"),
    ("True", "'T' where a value should stand at column 1"),
    ("None", "not a JSON value at column 1"),
    ("undefined", "'u' where a value should stand at column 1"),
    ("'a'", "''' where a value should stand at column 1"),
    ("a", "'a' where a value should stand at column 1"),
    ("\u{FEFF}1", "byte 239 where a value should stand at column 1"),
    ("1 2", "text after the value at column 3"),
    ("[1] x", "text after the value at column 5"),
    ("{}}", "text after the value at column 3"),
    ("[1,]", "']' where a value should stand at column 4"),
    ("[,1]", "',' where a value should stand at column 2"),
    ("[1 2]", "',' or the closing bracket is missing at column 4"),
    ("[1}", "',' or the closing bracket is missing at column 3"),
    ("[", "the text ends inside an array or object at column 2"),
    ("[1", "the text ends inside an array or object at column 3"),
    ("[1,", "the text ends where a value should stand at column 4"),
    ("{", "the text ends inside an array or object at column 2"),
    ("{a:1}", "an object's key must be a quoted string at column 2"),
    ("{1:1}", "an object's key must be a quoted string at column 2"),
    (#"{"a":1,}"#, "an object's key must be a quoted string at column 8"),
    (#"{"a" 1}"#, "':' is missing at column 6"),
    (#"{"a"}"#, "':' is missing at column 5"),
    (#"{"a":}"#, "'}' where a value should stand at column 6"),
    (#"{"a":1"#, "the text ends inside an array or object at column 7"),
    (
      "{\n  \"a\": 1,\n  \"b\": tru\n}",
      "not a JSON value; true, false, null and quoted strings are at line 3, column 8"
    ),
    ("01", "a number must not start with 0 at column 1"),
    ("-01", "a number must not start with 0 at column 2"),
    ("-", "a digit is missing at column 2"),
    ("+1", "'+' where a value should stand at column 1"),
    (".5", "'.' where a value should stand at column 1"),
    ("1.", "a digit is missing after '.' at column 3"),
    ("1.e5", "a digit is missing after '.' at column 3"),
    ("1e", "a digit is missing in the exponent at column 3"),
    ("1e+", "a digit is missing in the exponent at column 4"),
    ("[1e400]", "a number beyond the range at column 2"),
    ("0x10", "text after the value at column 2"),
    ("NaN", "NaN is not JSON at column 1"),
    ("[Infinity]", "Infinity is not JSON at column 2"),
    ("-Infinity", "-Infinity is not JSON at column 1"),
    ("\"a", "a string is not closed at column 1"),
    (#""a\"#, "a string is not closed at column 4"),
    (#""a\n"#, "a string is not closed at column 1"),
    ("\"a\nb\"", "a control character in a string must be escaped at column 3"),
    ("\"\\t\u{1}\"", "a control character in a string must be escaped at column 4"),
    (#""\x""#, "an unknown escape at column 3"),
    (#""\u12""#, "four hexadecimal digits are missing at column 4"),
    (#""\u12G4""#, "a hexadecimal digit is missing at column 6"),
    (#""\ud83d""#, "half of a surrogate pair is missing at column 2"),
    (#""\ud83dx""#, "half of a surrogate pair is missing at column 2"),
    (#""\ud83d\u0041""#, "half of a surrogate pair is missing at column 2"),
    (#""\udc22""#, "half of a surrogate pair at column 2"),
  ]

  @Test(arguments: bad)
  func whatIsNotJSONIsRefusedWithThePlace(_ text: String, _ error: String) {
    let thrown = #expect(throws: JSONError.self) { try JSONParser.parse(text) }
    #expect(thrown?.description == error)
  }

  @Test(
    arguments: [
      [0x22, 0xFF, 0x22], [0x22, 0xC3, 0x28, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22], [0x22, 0xC0, 0x80, 0x22],
      [0x22, 0xF5, 0x80, 0x80, 0x80, 0x22], [0x22, 0x5C, 0x6E, 0xE2, 0x82, 0x22],
    ] as [[UInt8]])
  func bytesThatAreNotUTF8AreRefused(_ bytes: [UInt8]) {
    let thrown = #expect(throws: JSONError.self) { try JSONParser.parse(bytes) }
    #expect(thrown?.description == "not UTF-8 at column 2")
  }

  @Test func pythonsNumbersAreReadWhenAllowed() throws {
    let options = JSONParser.Options(allowsNaN: true)
    let parsed = try JSONParser.parse("[NaN, Infinity, -Infinity, -1]", options: options).arrayValue ?? []
    #expect(parsed.count == 4)
    #expect(parsed.first?.doubleValue?.isNaN == true)
    #expect(parsed.dropFirst() == [.double(.infinity), .double(-.infinity), -1])
  }

  @Test(arguments: ["Na", "Inf", "-Inf", "nan"])
  func whatOnlyBeginsLikePythonsNumbersIsRefusedEvenThen(_ text: String) {
    #expect(throws: JSONError.self) { try JSONParser.parse(text, options: .init(allowsNaN: true)) }
  }

  @Test func nestingIsReadUpToTheLimitAndRefusedBeyondIt() throws {
    func nested(_ levels: Int) -> String {
      String(repeating: #"[{"a":"#, count: levels / 2) + "1" + String(repeating: "}]", count: levels / 2)
    }
    _ = try JSONParser.parse(nested(256))
    let thrown = #expect(throws: JSONError.self) { try JSONParser.parse(nested(258)) }
    #expect(thrown?.message == "nested deeper than 256 levels")
    #expect(throws: JSONError.self) { try JSONParser.parse(String(repeating: "[", count: 1_000_000)) }
    #expect(throws: JSONError.self) { try JSONParser.parse("[[1]]", options: .init(depthLimit: 1)) }
  }

  @Test(arguments: [2, 15, 16, 17, 40])
  func theLastOfSeveralMembersOfOneNameCountsAndStandsInTheFirstPlace(_ count: Int) throws {
    let others = (2..<count).map { "\"k\($0)\": \($0)" }
    let text = "{" + (["\"twice\": 1"] + others + ["\"twice\": 2"]).joined(separator: ", ") + "}"
    let object = try #require(try JSONParser.parse(text).objectValue)
    #expect(object.count == count - 1)
    #expect(object["twice"] == 2)
    #expect(object.keys.first == "twice")
  }

  @Test(arguments: [0, 30])
  func namesThatOnlyLookAlikeAreTwoNames(_ others: Int) throws {
    let more = (0..<others).map { ",\"k\($0)\":0" }.joined()
    let object = try #require(try JSONParser.parse(#"{"\u00e9":1,"e\u0301":2"# + more + "}").objectValue)
    #expect(object.count == others + 2)
    #expect(object["\u{E9}"] == 1)
    #expect(object["e\u{301}"] == 2)
  }

  @Test func whatIsCutOffAnywhereIsAnErrorAndNeverATrap() throws {
    let whole = Array(#"{"a":[1,-2.5e+3,"\u00e9\ud83d\udc22",true,null,{"b":[]}]}"#.utf8)
    _ = try JSONParser.parse(whole)
    for length in 0..<whole.count {
      #expect(throws: JSONError.self) { try JSONParser.parse(Array(whole[..<length])) }
    }
  }

  @Test(arguments: 1...40)
  func damagedTextIsReadOrRefusedButNeverTraps(_ seed: Int) {
    var random = RandomJSON(seed: UInt64(seed))
    for _ in 0..<50 {
      var bytes = random.value().jsonBytes
      for _ in 0..<3 {
        let place = Int.random(in: 0..<bytes.count, using: &random.generator)
        bytes[place] = UInt8.random(in: 0...255, using: &random.generator)
      }
      do {
        _ = try JSONParser.parse(bytes, options: .init(allowsNaN: true))
      } catch {
        #expect((0...bytes.count).contains(error.offset ?? -1))
      }
    }
  }
}
