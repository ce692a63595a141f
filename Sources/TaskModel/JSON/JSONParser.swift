/// Reads JSON (RFC 8259) from bytes in one pass.
///
/// Cases it refuses with the place: text after the value, nesting beyond `depthLimit`, control characters and lone
/// surrogates in strings, bytes that are not UTF-8, `NaN` and `Infinity` unless `allowsNaN` (Python writes them).
public struct JSONParser {
  public struct Options: Sendable {
    /// Python's `NaN`, `Infinity` and `-Infinity` are read as numbers.
    public var allowsNaN: Bool
    /// How many arrays and objects may stand inside each other.
    public var depthLimit: Int

    public init(allowsNaN: Bool = false, depthLimit: Int = 256) {
      self.allowsNaN = allowsNaN
      self.depthLimit = depthLimit
    }
  }

  let bytes: UnsafeBufferPointer<UInt8>
  let options: Options
  var position = 0
  private var depth = 0

  public static func parse(_ text: String, options: Options = Options()) throws(JSONError) -> JSONValue {
    try parse(Array(text.utf8), options: options)
  }

  public static func parse(_ bytes: [UInt8], options: Options = Options()) throws(JSONError) -> JSONValue {
    let outcome = bytes.withUnsafeBufferPointer { buffer in
      Result { () throws(JSONError) -> JSONValue in try parse(buffer, options: options) }
    }
    return try outcome.get()
  }

  /// Reads bytes where they lie, without a copy.
  package static func parse(
    _ bytes: UnsafeBufferPointer<UInt8>, options: Options = Options()
  ) throws(JSONError) -> JSONValue {
    var parser = JSONParser(bytes: bytes, options: options)
    return try parser.document()
  }

  private init(bytes: UnsafeBufferPointer<UInt8>, options: Options) {
    self.bytes = bytes
    self.options = options
  }

  private mutating func document() throws(JSONError) -> JSONValue {
    skipSpace()
    let value = try value()
    skipSpace()
    guard position == bytes.count else { throw error("text after the value") }
    return value
  }

  func error(_ message: String, at place: Int? = nil) -> JSONError {
    let offset = min(place ?? position, bytes.count)
    let before = bytes[..<offset]
    let line = before.count { $0 == 0x0A } + 1
    let lineStart = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    return JSONError(message, offset: offset, line: line, column: offset - lineStart + 1)
  }

  private mutating func skipSpace() {
    while position < bytes.count {
      switch bytes[position] {
      case 0x20, 0x0A, 0x0D, 0x09: position += 1
      default: return
      }
    }
  }

  private mutating func value() throws(JSONError) -> JSONValue {
    guard position < bytes.count else { throw error("the text ends where a value should stand") }
    switch bytes[position] {
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "{"): return try object()
    case UInt8(ascii: "["): return try array()
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    case UInt8(ascii: "N"), UInt8(ascii: "I"): return try notANumber()
    case UInt8(ascii: "-"), 0x30...0x39: return try number()
    default: throw error("\(described(bytes[position])) where a value should stand")
    }
  }

  private func described(_ byte: UInt8) -> String {
    byte >= 0x20 && byte < 0x7F ? "'\(Character(Unicode.Scalar(byte)))'" : "byte \(byte)"
  }

  func matches(_ text: StaticString) -> Bool {
    let count = text.utf8CodeUnitCount
    guard bytes.count - position >= count else { return false }
    return (0..<count).allSatisfy { bytes[position + $0] == text.utf8Start[$0] }
  }

  private mutating func word(_ text: StaticString, _ value: JSONValue) throws(JSONError) -> JSONValue {
    guard matches(text) else { throw error("not a JSON value; true, false, null and quoted strings are") }
    position += text.utf8CodeUnitCount
    return value
  }

  mutating func notANumber() throws(JSONError) -> JSONValue {
    let found: (StaticString, Double)?
    if matches("NaN") {
      found = ("NaN", .nan)
    } else if matches("Infinity") {
      found = ("Infinity", .infinity)
    } else if matches("-Infinity") {
      found = ("-Infinity", -.infinity)
    } else {
      found = nil
    }
    guard let (text, number) = found else { throw error("not a JSON value") }
    guard options.allowsNaN else { throw error("\(text) is not JSON") }
    position += text.utf8CodeUnitCount
    return .double(number)
  }

  private mutating func enter() throws(JSONError) {
    depth += 1
    guard depth <= options.depthLimit else { throw error("nested deeper than \(options.depthLimit) levels") }
    position += 1
    skipSpace()
  }

  private mutating func array() throws(JSONError) -> JSONValue {
    try enter()
    var elements: [JSONValue] = []
    if try !closes(UInt8(ascii: "]")) {
      repeat {
        skipSpace()
        elements.append(try value())
      } while try continues(UInt8(ascii: "]"))
    }
    depth -= 1
    return .array(elements)
  }

  private mutating func object() throws(JSONError) -> JSONValue {
    try enter()
    var members: [(key: String, value: JSONValue)] = []
    var hasDuplicate = false
    if try !closes(UInt8(ascii: "}")) {
      repeat {
        skipSpace()
        guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else {
          throw error("an object's key must be a quoted string")
        }
        let key = try string()
        skipSpace()
        guard position < bytes.count, bytes[position] == UInt8(ascii: ":") else { throw error("':' is missing") }
        position += 1
        skipSpace()
        let value = try value()
        if members.count < 16 { hasDuplicate = hasDuplicate || members.contains { JSONKey.same($0.key, key) } }
        members.append((key, value))
      } while try continues(UInt8(ascii: "}"))
    }
    depth -= 1
    if members.count > 16 { return .object(Self.lastWins(members)) }
    return .object(hasDuplicate ? JSONObject(members.map { ($0.key, $0.value) }) : JSONObject(unique: members))
  }

  /// Removes repeated names of a large object without comparing each with each.
  private static func lastWins(_ members: [(key: String, value: JSONValue)]) -> JSONObject {
    var places: [JSONKey: Int] = [:]
    var kept: [(key: String, value: JSONValue)] = []
    for member in members {
      if let place = places[JSONKey(member.key)] {
        kept[place].value = member.value
      } else {
        places[JSONKey(member.key)] = kept.count
        kept.append(member)
      }
    }
    return JSONObject(unique: kept)
  }

  private mutating func closes(_ bracket: UInt8) throws(JSONError) -> Bool {
    guard position < bytes.count else { throw error("the text ends inside an array or object") }
    guard bytes[position] == bracket else { return false }
    position += 1
    return true
  }

  private mutating func continues(_ bracket: UInt8) throws(JSONError) -> Bool {
    skipSpace()
    guard position < bytes.count else { throw error("the text ends inside an array or object") }
    let byte = bytes[position]
    guard byte == bracket || byte == UInt8(ascii: ",") else { throw error("',' or the closing bracket is missing") }
    position += 1
    return byte != bracket
  }
}
