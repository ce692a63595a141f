import FoundationEssentials
import Testing

@testable import Tasks

@Suite("Swift values and their JSON")
struct RoundTripTests {
  private func encoded(_ value: some Encodable) throws -> String { try ValueCoding.encode(value).description }

  private func roundTrip<Value: Codable & Equatable>(_ value: Value) throws {
    let text = try ValueCoding.encode(value).description
    let parsed = try JSONParser.parse(text)
    #expect(try ValueCoding.decode(Value.self, from: parsed) == value, "\(text)")
  }

  @Test func wholeNumbersOfEverySizeStayWhole() throws {
    try roundTrip([Int.min, 0, Int.max])
    try roundTrip([UInt64.max, UInt64(Int64.max) + 1])
    try roundTrip([Int128.min, Int128.max])
    try roundTrip([UInt128.max])
    try roundTrip([Int8.min, Int8.max])
    #expect(try encoded(UInt64.max) == "18446744073709551615")
  }

  @Test func simpleValuesComeBackAsTheyWere() throws {
    try roundTrip(["", "ÅÄÖ", "🙂 \"quoted\" \n\u{1}", "a\u{0}b"])
    try roundTrip([0.1, -0.0, .leastNonzeroMagnitude, Double.greatestFiniteMagnitude])
    try roundTrip([Float(0.1), Float.greatestFiniteMagnitude])
    try roundTrip([true, false])
    try roundTrip([Int?.none, 3])
    try roundTrip([[Int]](repeating: [], count: 2))
    #expect(try encoded(Float(0.1)) == "0.1")
  }

  @Test func typesWithoutAFormInJSONHaveCelerysForm() throws {
    let date = Date(timeIntervalSince1970: 1_930_453_567.089)
    #expect(try encoded(date) == "\"2031-03-05T05:06:07.089000+00:00\"")
    #expect(try encoded(Date(timeIntervalSince1970: 0)) == "\"1970-01-01T00:00:00+00:00\"")
    #expect(try encoded(Data([0xFF, 0, 1])) == "\"/wAB\"")
    let uuid = try #require(UUID(uuidString: "0000ABCD-0000-0000-0000-000000000007"))
    #expect(try encoded(uuid) == "\"0000abcd-0000-0000-0000-000000000007\"")
    #expect(try encoded(Decimal(string: "12.34")) == "\"12.34\"")
    #expect(try encoded(URL(string: "https://example.test/a?b=c#d")) == "\"https://example.test/a?b=c#d\"")
    #expect(try encoded(Duration.seconds(90)) == "90")
    #expect(try encoded(Duration.milliseconds(1500)) == "1.5")
    #expect(try encoded(Timestamp(microseconds: 1)) == "\"1970-01-01T00:00:00.000001+00:00\"")
    #expect(try encoded(TaskID("a")) == "\"a\"")
  }

  @Test func typesWithAFormOfTheirOwnComeBack() throws {
    try roundTrip([Date(timeIntervalSince1970: -62_135_596_800), Date(timeIntervalSince1970: 1_930_453_567.089)])
    try roundTrip([Data(), Data(0...255)])
    try roundTrip([UUID()])
    try roundTrip([Decimal(string: "-0.00000000000000000000000000000000000001"), Decimal(string: "1e100"), nil])
    try roundTrip([Duration.seconds(-3), .microseconds(1), .zero])
    try roundTrip([Timestamp(microseconds: 1_930_453_567_089_001)])
    try roundTrip([TaskName("a"): QueueName("b")].map { [$0.key.rawValue: $0.value] })
  }

  @Test func membersKeepTheOrderOfTheirDeclarationAndNilIsLeftOut() throws {
    struct Zoo: Encodable {
      var zebra = 1
      var ape: Int?
      var mule = ["b"]
    }
    #expect(try encoded(Zoo()) == #"{"zebra":1,"mule":["b"]}"#)
  }

  @Test func enumerationsAreTheirRawValueOrAnObject() throws {
    #expect(try encoded(Report.Format.pdf) == "\"pdf\"")
    #expect(try encoded(Report.Period.days(from: 1, to: 7)) == #"{"days":{"from":1,"to":7}}"#)
    try roundTrip([Report.Period.all, .days(from: 1, to: 7), .day(Date(timeIntervalSince1970: 5))])
  }

  @Test func dictionariesOfTextAndNumbersAreObjects() throws {
    try roundTrip(["a": 1, "b": 2])
    try roundTrip([7: "seven", -1: "minus"])
    try roundTrip(Dictionary(uniqueKeysWithValues: (0..<5000).map { ("key\($0)", $0) }))
  }

  @Test func anyJSONIsAnArgumentToo() throws {
    let json: JSONValue = ["a": [1, 2.5, nil, ["b": true]], "big": .bigInteger("123456789012345678901234567890")]
    #expect(try ValueCoding.encode(json) == json)
    #expect(try ValueCoding.decode(JSONValue.self, from: json) == json)
    #expect(try ValueCoding.decode([String: JSONValue].self, from: ["x": json]) == ["x": json])
  }

  @Test func nestedContainersOfHandWrittenCodingWork() throws {
    let shape = Shape(name: "a", points: [1, 2], parent: "base")
    #expect(try encoded(shape) == #"{"inner":{"name":"a"},"points":[1,2,{"last":true},[3]],"super":"base"}"#)
    try roundTrip(shape)
  }

  @Test func randomTreesSurvive() throws {
    var generator = SplitMix(seed: 7)
    for _ in 0..<300 { try roundTrip(Tree.random(depth: 4, using: &generator)) }
  }
}

private struct Shape: Codable, Equatable {
  var name: String
  var points: [Int]
  var parent: String

  enum Keys: String, CodingKey { case inner, points, name, last }

  init(name: String, points: [Int], parent: String) { (self.name, self.points, self.parent) = (name, points, parent) }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Keys.self)
    name = try container.nestedContainer(keyedBy: Keys.self, forKey: .inner).decode(String.self, forKey: .name)
    var list = try container.nestedUnkeyedContainer(forKey: .points)
    points = [try list.decode(Int.self), try list.decode(Int.self)]
    let last = try list.nestedContainer(keyedBy: Keys.self)
    #expect(try last.decode(Bool.self, forKey: .last))
    var tail = try list.nestedUnkeyedContainer()
    #expect(try tail.decode(Int.self) == 3)
    #expect(list.isAtEnd)
    parent = try container.superDecoder().singleValueContainer().decode(String.self)
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Keys.self)
    var inner = container.nestedContainer(keyedBy: Keys.self, forKey: .inner)
    try inner.encode(name, forKey: .name)
    var list = container.nestedUnkeyedContainer(forKey: .points)
    for point in points { try list.encode(point) }
    var last = list.nestedContainer(keyedBy: Keys.self)
    try last.encode(true, forKey: .last)
    var tail = list.nestedUnkeyedContainer()
    try tail.encode(3)
    var single = container.superEncoder().singleValueContainer()
    try single.encode(parent)
  }
}

private indirect enum Tree: Codable, Equatable {
  case text(String)
  case number(Double)
  case whole(Int64)
  case list([Tree])
  case pair(left: Tree?, right: Tree?)

  private static let pieces = ["a", "ö", "\"", "\\", "🙂", "\n"]

  static func random(depth: Int, using generator: inout SplitMix) -> Tree {
    switch UInt8.random(in: 0..<(depth > 0 ? 5 : 3), using: &generator) {
    case 0: .text((0..<3).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined())
    case 1: .number(Double.random(in: -1e9...1e9, using: &generator))
    case 2: .whole(Int64(bitPattern: generator.next()))
    case 3: .list((0..<3).map { _ in random(depth: depth - 1, using: &generator) })
    default: .pair(left: random(depth: depth - 1, using: &generator), right: nil)
    }
  }
}

/// SplitMix64 (Steele, Lea, Flood 2014): the same numbers each time.
struct SplitMix: RandomNumberGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed }
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
