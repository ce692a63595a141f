import TaskModel

/// Random values of every kind, with the edges more often than chance would have them.
struct RandomJSON {
  var generator: SeededGenerator

  init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  mutating func value(depth: Int = 0) -> JSONValue {
    switch Int.random(in: 0..<(depth < 5 ? 9 : 7), using: &generator) {
    case 0: return .null
    case 1: return .bool(.random(using: &generator))
    case 2: return .integer(integer())
    case 3: return .bigInteger(digits())
    case 4: return .double(double())
    case 5, 6: return .string(string())
    case 7: return .array((0..<count(6)).map { _ in value(depth: depth + 1) })
    default: return .object(object(depth: depth + 1))
    }
  }

  /// Sometimes beyond the size from which the parser looks for repeated names in another way.
  mutating func object(depth: Int = 0) -> JSONObject {
    var object = JSONObject()
    for _ in 0..<count(count(10) == 0 ? 40 : 6) { object[string()] = value(depth: depth) }
    return object
  }

  mutating func string() -> String {
    let scalars: [Unicode.Scalar] = [
      "\u{0}", "\u{1F}", "\"", "\\", "/", "\u{7F}", "é", "\u{301}", "e", "\u{2028}", "東", "🐢",
    ]
    var text = String.UnicodeScalarView()
    for _ in 0..<count(12) {
      if Bool.random(using: &generator) {
        text.append(scalars[count(scalars.count)])
      } else {
        text.append(Unicode.Scalar(UInt32.random(in: 0...0x10FFFF, using: &generator)) ?? " ")
      }
    }
    return String(text)
  }

  private mutating func count(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &generator) }

  private mutating func integer() -> Int64 {
    let edges: [Int64] = [0, 9, 10, -1, .max, .min, 999_999_999_999_999_999, 1_000_000_000_000_000_000]
    return Bool.random(using: &generator) ? edges[count(edges.count)] : .random(in: .min ... .max, using: &generator)
  }

  private mutating func digits() -> String {
    let sign = Bool.random(using: &generator) ? "-" : ""
    return sign + "9" + (0..<(19 + count(60))).map { _ in String(count(10)) }.joined()
  }

  private mutating func double() -> Double {
    let edges: [Double] = [-0.0, 1, .leastNonzeroMagnitude, .greatestFiniteMagnitude, 1e16, 0.1]
    if Bool.random(using: &generator) { return edges[count(edges.count)] }
    let random = Double(bitPattern: generator.next())
    return random.isFinite ? random : 2.5
  }
}
