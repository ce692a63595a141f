/// How PostgreSQL writes bytes (https://www.postgresql.org/docs/current/datatype-binary.html).
enum ByteaText {
  private static let backslash = UInt8(ascii: "\\")

  /// Reads `\xC0FFEE`, or what `bytea_output = escape` makes of it. Nil: it is neither.
  static func decode(_ text: UnsafeRawBufferPointer) -> [UInt8]? {
    text.starts(with: [backslash, UInt8(ascii: "x")]) ? fromHex(text) : fromEscapes(text)
  }

  private static func fromHex(_ text: UnsafeRawBufferPointer) -> [UInt8]? {
    guard text.count.isMultiple(of: 2) else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count / 2 - 1)
    for index in stride(from: 2, to: text.count, by: 2) {
      guard let high = nibble(text[index]), let low = nibble(text[index + 1]) else { return nil }
      bytes.append(high << 4 | low)
    }
    return bytes
  }

  private static func nibble(_ digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
    default: nil
    }
  }

  /// A backslash stands before another one, or before three octal digits.
  private static func fromEscapes(_ text: UnsafeRawBufferPointer) -> [UInt8]? {
    var bytes: [UInt8] = []
    var rest = text.makeIterator()
    while let byte = rest.next() {
      guard byte == backslash else {
        bytes.append(byte)
        continue
      }
      guard let escaped = unescaped(&rest) else { return nil }
      bytes.append(escaped)
    }
    return bytes
  }

  private static func unescaped(_ rest: inout UnsafeRawBufferPointer.Iterator) -> UInt8? {
    guard let first = rest.next() else { return nil }
    if first == backslash { return backslash }
    var value = 0
    for digit in [first, rest.next(), rest.next()] {
      guard let digit, (UInt8(ascii: "0")...UInt8(ascii: "7")).contains(digit) else { return nil }
      value = value * 8 + Int(digit - UInt8(ascii: "0"))
    }
    return UInt8(exactly: value)
  }
}
