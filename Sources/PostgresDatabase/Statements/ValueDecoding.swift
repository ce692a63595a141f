import Tasks

/// The server's text for a value to what we make of it. Types that are not named here stay text as the server writes it, such
/// as `numeric`, which no number of ours holds exactly, and arrays.
enum ValueDecoding {
  static func value(_ text: String, type: UInt32) -> SQLValue {
    switch TypeNumber(rawValue: type) {
    case .bool: .bool(text == "t")
    case .int2, .int4, .int8, .oid: Int64(text).map { .integer($0) } ?? .text(text)
    case .float4, .float8: Double(text).map { .double($0) } ?? .text(text)
    case .bytea: bytes(text).map { .blob($0) } ?? .text(text)
    case .timestamptz: .text(iso8601(text))
    case nil: .text(text)
    }
  }

  /// With a T between date and time; `infinity` and years before Christ, which ISO 8601 has no words for, stay.
  private static func iso8601(_ text: String) -> String {
    let parts = text.split(separator: " ")
    return parts.count == 2 ? parts.joined(separator: "T") : text
  }

  /// `\xC0FFEE`, or what `bytea_output = escape` makes of it: `\\` and `\ooo`.
  private static func bytes(_ text: String) -> [UInt8]? {
    text.hasPrefix("\\x") ? fromHex(text.utf8.dropFirst(2)) : fromEscapes(text.utf8)
  }

  private static func fromHex(_ digits: some Collection<UInt8>) -> [UInt8]? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(digits.count / 2)
    var high: UInt8?
    for digit in digits {
      guard let nibble = nibble(digit) else { return nil }
      if let first = high {
        bytes.append(first << 4 | nibble)
        high = nil
      } else {
        high = nibble
      }
    }
    return high == nil ? bytes : nil
  }

  private static func nibble(_ digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
    default: nil
    }
  }

  private static func fromEscapes(_ text: some Sequence<UInt8>) -> [UInt8]? {
    let backslash = UInt8(ascii: "\\")
    var bytes: [UInt8] = []
    var rest = text.makeIterator()
    while let byte = rest.next() {
      guard byte == backslash else {
        bytes.append(byte)
        continue
      }
      guard let first = rest.next() else { return nil }
      if first == backslash {
        bytes.append(backslash)
        continue
      }
      guard let second = rest.next(), let third = rest.next(),
        let value = UInt8(String(decoding: [first, second, third], as: UTF8.self), radix: 8)
      else { return nil }
      bytes.append(value)
    }
    return bytes
  }
}
