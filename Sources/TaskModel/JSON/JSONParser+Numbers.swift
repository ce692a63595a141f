/// Numbers: whole ones stay whole, however long.
extension JSONParser {
  mutating func number() throws(JSONError) -> JSONValue {
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
}
