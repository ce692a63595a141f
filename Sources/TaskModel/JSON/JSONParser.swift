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

  private let bytes: UnsafeBufferPointer<UInt8>
  private let options: Options
  private var position = 0
  private var depth = 0

  public static func parse(_ text: String, options: Options = Options()) throws(JSONError) -> JSONValue {
    try parse(Array(text.utf8), options: options)
  }

  public static func parse(_ bytes: [UInt8], options: Options = Options()) throws(JSONError) -> JSONValue {
    let outcome = bytes.withUnsafeBufferPointer { buffer in
      Result { () throws(JSONError) -> JSONValue in
        var parser = JSONParser(bytes: buffer, options: options)
        return try parser.document()
      }
    }
    return try outcome.get()
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

  private func error(_ message: String, at place: Int? = nil) -> JSONError {
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

  private func matches(_ text: StaticString) -> Bool {
    let count = text.utf8CodeUnitCount
    guard bytes.count - position >= count else { return false }
    return (0..<count).allSatisfy { bytes[position + $0] == text.utf8Start[$0] }
  }

  private mutating func word(_ text: StaticString, _ value: JSONValue) throws(JSONError) -> JSONValue {
    guard matches(text) else { throw error("not a JSON value; true, false, null and quoted strings are") }
    position += text.utf8CodeUnitCount
    return value
  }

  private mutating func notANumber() throws(JSONError) -> JSONValue {
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
        if members.count < 16 { hasDuplicate = hasDuplicate || members.contains { $0.key == key } }
        members.append((key, value))
      } while try continues(UInt8(ascii: "}"))
    }
    depth -= 1
    if members.count > 16 { return .object(Self.lastWins(members)) }
    return .object(hasDuplicate ? JSONObject(members.map { ($0.key, $0.value) }) : JSONObject(unique: members))
  }

  /// Removes repeated names of a large object without comparing each with each.
  private static func lastWins(_ members: [(key: String, value: JSONValue)]) -> JSONObject {
    var places: [String: Int] = [:]
    var kept: [(key: String, value: JSONValue)] = []
    for member in members {
      if let place = places[member.key] {
        kept[place].value = member.value
      } else {
        places[member.key] = kept.count
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

extension JSONParser {
  private mutating func number() throws(JSONError) -> JSONValue {
    let start = position
    if bytes[position] == UInt8(ascii: "-") {
      if matches("-Infinity") { return try notANumber() }
      position += 1
    }
    let firstDigit = position
    skipDigits()
    guard position > firstDigit else { throw error("a digit is missing") }
    if bytes[firstDigit] == 0x30 && position > firstDigit + 1 {
      throw error("a number must not start with 0", at: firstDigit)
    }
    let isWhole = try !skipFraction()
    if isWhole, position - firstDigit <= 18 { return .integer(smallInteger(start)) }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    if isWhole { return Int64(text).map(JSONValue.integer) ?? .bigInteger(text) }
    guard let value = Double(text), value.isFinite else { throw error("a number beyond the range", at: start) }
    return .double(value)
  }

  /// At most 18 digits: cannot overflow.
  private func smallInteger(_ start: Int) -> Int64 {
    let negative = bytes[start] == UInt8(ascii: "-")
    var value: Int64 = 0
    for byte in bytes[(negative ? start + 1 : start)..<position] { value = value &* 10 &+ Int64(byte &- 0x30) }
    return negative ? -value : value
  }

  private mutating func skipDigits() {
    while position < bytes.count, (0x30...0x39).contains(bytes[position]) { position += 1 }
  }

  private mutating func skipFraction() throws(JSONError) -> Bool {
    var found = false
    if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
      found = true
      position += 1
      let start = position
      skipDigits()
      guard position > start else { throw error("a digit is missing after '.'") }
    }
    if position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") {
      found = true
      position += 1
      if position < bytes.count, bytes[position] == UInt8(ascii: "+") || bytes[position] == UInt8(ascii: "-") {
        position += 1
      }
      let start = position
      skipDigits()
      guard position > start else { throw error("a digit is missing in the exponent") }
    }
    return found
  }

  private mutating func string() throws(JSONError) -> String {
    let opening = position
    position += 1
    let start = position
    while position < bytes.count {
      let byte = bytes[position]
      if byte == UInt8(ascii: "\"") {
        let text = try validated(bytes[start..<position], at: start)
        position += 1
        return text
      }
      if byte == UInt8(ascii: "\\") { return try escapedString(from: start, opening: opening) }
      guard byte >= 0x20 else { throw error("a control character in a string must be escaped") }
      position += 1
    }
    throw error("a string is not closed", at: opening)
  }

  private func validated(_ slice: Slice<UnsafeBufferPointer<UInt8>>, at start: Int) throws(JSONError) -> String {
    guard let text = String(validating: slice, as: UTF8.self) else { throw error("not UTF-8", at: start) }
    return text
  }

  private mutating func escapedString(from start: Int, opening: Int) throws(JSONError) -> String {
    var collected = [UInt8](bytes[start..<position])
    while position < bytes.count {
      let byte = bytes[position]
      switch byte {
      case UInt8(ascii: "\""):
        position += 1
        guard let text = String(validating: collected, as: UTF8.self) else { throw error("not UTF-8", at: start) }
        return text
      case UInt8(ascii: "\\"):
        position += 1
        try escape(into: &collected)
      case 0..<0x20:
        throw error("a control character in a string must be escaped")
      default:
        collected.append(byte)
        position += 1
      }
    }
    throw error("a string is not closed", at: opening)
  }

  private mutating func escape(into collected: inout [UInt8]) throws(JSONError) {
    guard position < bytes.count else { throw error("a string is not closed") }
    let byte = bytes[position]
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): collected.append(byte)
    case UInt8(ascii: "b"): collected.append(0x08)
    case UInt8(ascii: "f"): collected.append(0x0C)
    case UInt8(ascii: "n"): collected.append(0x0A)
    case UInt8(ascii: "r"): collected.append(0x0D)
    case UInt8(ascii: "t"): collected.append(0x09)
    case UInt8(ascii: "u"): try unicodeEscape(into: &collected)
    default: throw error("an unknown escape", at: position - 1)
    }
  }

  private mutating func unicodeEscape(into collected: inout [UInt8]) throws(JSONError) {
    let place = position - 2
    let first = try hexadecimal()
    var scalarValue = UInt32(first)
    if (0xD800...0xDBFF).contains(first) {
      guard matches("\\u") else { throw error("half of a surrogate pair is missing", at: place) }
      position += 2
      let second = try hexadecimal()
      guard (0xDC00...0xDFFF).contains(second) else { throw error("half of a surrogate pair is missing", at: place) }
      scalarValue = 0x10000 + (UInt32(first) - 0xD800) << 10 + (UInt32(second) - 0xDC00)
    }
    guard let scalar = Unicode.Scalar(scalarValue) else { throw error("half of a surrogate pair", at: place) }
    collected.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
  }

  private mutating func hexadecimal() throws(JSONError) -> UInt16 {
    guard bytes.count - position >= 4 else { throw error("four hexadecimal digits are missing") }
    var value: UInt16 = 0
    for _ in 0..<4 {
      let byte = bytes[position]
      let digit: UInt8
      switch byte {
      case 0x30...0x39: digit = byte - 0x30
      case 0x41...0x46: digit = byte - 0x37
      case 0x61...0x66: digit = byte - 0x57
      default: throw error("a hexadecimal digit is missing")
      }
      value = value << 4 | UInt16(digit)
      position += 1
    }
    return value
  }
}
