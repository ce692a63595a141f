package import TaskModel

/// Writes JSON as Python's `json.dumps` does: `", "` and `": "` between things, everything outside ASCII escaped, and NaN,
/// Infinity and -Infinity as numbers, which Python reads.
package struct PythonJSONWriter {
  package internal(set) var bytes: [UInt8] = []

  package init(reservingCapacity capacity: Int = 256) { bytes.reserveCapacity(capacity) }

  /// Text that is JSON already.
  @inline(__always)
  package mutating func write(raw text: StaticString) {
    bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  package mutating func write(raw text: UnsafeBufferPointer<UInt8>) { bytes.append(contentsOf: text) }

  package mutating func write(_ value: JSONValue) {
    switch value {
    case .null: write(raw: "null")
    case .bool(let flag): write(flag)
    case .integer(let number): write(number)
    case .bigInteger(let digits): bytes.append(contentsOf: digits.utf8)
    case .double(let number): write(number)
    case .string(let text): write(text)
    case .array(let elements): write(elements)
    case .object(let object): write(object)
    }
  }

  package mutating func write(_ elements: [JSONValue]) {
    bytes.append(UInt8(ascii: "["))
    var isFirst = true
    for element in elements {
      if !isFirst { write(raw: ", ") }
      isFirst = false
      write(element)
    }
    bytes.append(UInt8(ascii: "]"))
  }

  package mutating func write(_ object: JSONObject) {
    bytes.append(UInt8(ascii: "{"))
    var isFirst = true
    for (key, value) in object {
      if !isFirst { write(raw: ", ") }
      isFirst = false
      write(key)
      write(raw: ": ")
      write(value)
    }
    bytes.append(UInt8(ascii: "}"))
  }

  package mutating func write(_ flag: Bool) {
    if flag { write(raw: "true") } else { write(raw: "false") }
  }

  package mutating func write(_ number: Int64) {
    if number >= 0 && number < 10 { return bytes.append(0x30 + UInt8(number)) }
    if number < 0 { bytes.append(UInt8(ascii: "-")) }
    write(digits: number.magnitude, width: 1)
  }

  /// Padded with zeros on the left.
  mutating func write(digits number: UInt64, width: Int) {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { buffer in
      var rest = number
      var start = 20
      while rest > 0 || 20 - start < min(width, 20) {
        start -= 1
        buffer[start] = 0x30 + UInt8(rest % 10)
        rest /= 10
      }
      bytes.append(contentsOf: buffer[start...])
    }
  }

  package mutating func write(_ number: Double) {
    if number.isNaN { return write(raw: "NaN") }
    if number.isInfinite { return number < 0 ? write(raw: "-Infinity") : write(raw: "Infinity") }
    bytes.append(contentsOf: "\(number)".utf8)
  }

  package mutating func write(_ text: String) {
    var text = text
    text.withUTF8 { utf8 in
      bytes.append(UInt8(ascii: "\""))
      if Self.isPlain(utf8) {
        bytes.append(contentsOf: utf8)
      } else {
        write(escaping: String(decoding: utf8, as: UTF8.self))
      }
      bytes.append(UInt8(ascii: "\""))
    }
  }

  /// Letters of ASCII that stand for themselves.
  private static func isPlain(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    var isPlain = true
    for byte in text {
      isPlain = isPlain && byte >= 0x20 && byte < 0x7F && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
    }
    return isPlain
  }

  private mutating func write(escaping text: String) {
    for unit in text.utf16 {
      switch unit {
      case 0x22: write(raw: "\\\"")
      case 0x5C: write(raw: "\\\\")
      case 0x0A: write(raw: "\\n")
      case 0x0D: write(raw: "\\r")
      case 0x09: write(raw: "\\t")
      case 0x08: write(raw: "\\b")
      case 0x0C: write(raw: "\\f")
      case 0x20...0x7F: bytes.append(UInt8(truncatingIfNeeded: unit))
      default: write(unit: unit)
      }
    }
  }

  private mutating func write(unit: UInt16) {
    write(raw: "\\u")
    for shift: UInt16 in [12, 8, 4, 0] {
      let digit = UInt8(truncatingIfNeeded: unit >> shift & 0xF)
      bytes.append(digit < 10 ? 0x30 + digit : 0x57 + digit)
    }
  }
}
