/// Strings, their escapes, and the proof that they are UTF-8.
extension JSONParser {
  mutating func string() throws(JSONError) -> String {
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
    let bytes = UnsafeBufferPointer(rebasing: slice)
    // Nearly every string is ASCII, and for those the standard library's check costs more than they do.
    var seen: UInt8 = 0
    for byte in bytes { seen |= byte }
    if seen < 0x80 { return String(decoding: bytes, as: UTF8.self) }
    guard let text = String(validating: bytes, as: UTF8.self) else { throw error("not UTF-8", at: start) }
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
