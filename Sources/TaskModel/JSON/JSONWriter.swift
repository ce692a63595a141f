/// Writes JSON in its shortest form. A number that JSON does not have (NaN, ±∞) becomes `null`; whoever takes values
/// from an author refuses them before (see ``JSONValue/firstUnwritable``).
public struct JSONWriter {
  public private(set) var bytes: [UInt8] = []

  public init(reservingCapacity capacity: Int = 128) { bytes.reserveCapacity(capacity) }

  public mutating func write(_ value: JSONValue) {
    switch value {
    case .null: bytes.append(contentsOf: "null".utf8)
    case .bool(let value): bytes.append(contentsOf: (value ? "true" : "false").utf8)
    case .integer(let value): write(integer: value)
    case .bigInteger(let digits): bytes.append(contentsOf: digits.utf8)
    case .double(let value): bytes.append(contentsOf: (value.isFinite ? "\(value)" : "null").utf8)
    case .string(let value): write(string: value)
    case .array(let elements): write(array: elements)
    case .object(let object): write(object: object)
    }
  }

  public mutating func write(array elements: [JSONValue]) {
    bytes.append(UInt8(ascii: "["))
    var isFirst = true
    for element in elements {
      if !isFirst { bytes.append(UInt8(ascii: ",")) }
      isFirst = false
      write(element)
    }
    bytes.append(UInt8(ascii: "]"))
  }

  public mutating func write(object: JSONObject) {
    bytes.append(UInt8(ascii: "{"))
    var isFirst = true
    for (key, value) in object {
      if !isFirst { bytes.append(UInt8(ascii: ",")) }
      isFirst = false
      write(string: key)
      bytes.append(UInt8(ascii: ":"))
      write(value)
    }
    bytes.append(UInt8(ascii: "}"))
  }

  private mutating func write(integer value: Int64) {
    if value >= 0 && value < 10 {
      bytes.append(0x30 + UInt8(value))
    } else {
      bytes.append(contentsOf: String(value).utf8)
    }
  }

  private mutating func write(string: String) {
    var string = string
    string.withUTF8 { text in
      bytes.append(UInt8(ascii: "\""))
      // Nearly every string is copied as it is.
      if text.contains(where: { Self.mustEscape($0) }) {
        for byte in text { write(escaped: byte) }
      } else {
        bytes.append(contentsOf: text)
      }
      bytes.append(UInt8(ascii: "\""))
    }
  }

  private static func mustEscape(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
  }

  private mutating func write(escaped byte: UInt8) {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"):
      bytes.append(UInt8(ascii: "\\"))
      bytes.append(byte)
    case 0x0A: bytes.append(contentsOf: "\\n".utf8)
    case 0x0D: bytes.append(contentsOf: "\\r".utf8)
    case 0x09: bytes.append(contentsOf: "\\t".utf8)
    case 0..<0x20:
      bytes.append(contentsOf: "\\u00".utf8)
      bytes.append(0x30 + byte >> 4)
      let low = byte & 0xF
      bytes.append(low < 10 ? 0x30 + low : 0x57 + low)
    default: bytes.append(byte)
    }
  }
}

extension JSONValue: CustomStringConvertible {
  /// The value as JSON text.
  public var jsonBytes: [UInt8] {
    var writer = JSONWriter()
    writer.write(self)
    return writer.bytes
  }

  public var description: String { String(decoding: jsonBytes, as: UTF8.self) }

  /// The path of the first number that JSON cannot express, such as `[0].price`; nil when there is none.
  public var firstUnwritable: String? { firstUnwritable(below: "") }

  private func firstUnwritable(below path: String) -> String? {
    switch self {
    case .double(let value) where !value.isFinite: return path
    case .array(let elements):
      for (index, element) in elements.enumerated() {
        if let found = element.firstUnwritable(below: "\(path)[\(index)]") { return found }
      }
      return nil
    case .object(let object):
      for (key, value) in object {
        if let found = value.firstUnwritable(below: path.isEmpty ? key : "\(path).\(key)") { return found }
      }
      return nil
    default: return nil
    }
  }
}

extension JSONObject: CustomStringConvertible {
  public var description: String { JSONValue.object(self).description }
}
