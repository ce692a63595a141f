import TaskModel

/// The text of one JSON value, where it lies in the bytes it was found in. Its grammar is proved; nothing is decoded yet.
struct RawJSON {
  let bytes: UnsafeBufferPointer<UInt8>
  /// A string with a backslash in it.
  let hasEscapes: Bool

  /// `"`, `{`, `[`, `t`, `f`, `n`, `N`, `I`, `-` or a digit.
  var firstByte: UInt8 { bytes.first ?? 0 }
  var isString: Bool { firstByte == UInt8(ascii: "\"") }
  var isNull: Bool { firstByte == UInt8(ascii: "n") }
  var isTrue: Bool { firstByte == UInt8(ascii: "t") }
  var isObject: Bool { firstByte == UInt8(ascii: "{") }
  var isArray: Bool { firstByte == UInt8(ascii: "[") }

  /// A string's bytes between the quotes, escapes as they stand.
  var content: UnsafeBufferPointer<UInt8> {
    isString && bytes.count >= 2
      ? UnsafeBufferPointer(rebasing: bytes[1..<(bytes.count - 1)]) : UnsafeBufferPointer(start: nil, count: 0)
  }

  /// The text of a string, nil for other kinds and for lone surrogates, which Swift's strings cannot hold.
  var text: String? {
    guard isString else { return nil }
    if !hasEscapes { return String(decoding: content, as: UTF8.self) }
    return value?.stringValue
  }

  /// The value, Python's NaN and Infinity included; nil for what only the parser refuses (a number beyond a `Double`, a lone
  /// surrogate).
  var value: JSONValue? { try? parsed() }

  func parsed() throws(JSONError) -> JSONValue {
    if isString, !hasEscapes { return .string(String(decoding: content, as: UTF8.self)) }
    return try JSONParser.parse(bytes, options: JSONParser.Options(allowsNaN: true, depthLimit: JSONScanner.depthLimit))
  }

  /// What kind of value this is, for messages.
  var kind: String {
    switch firstByte {
    case UInt8(ascii: "\""): "a string"
    case UInt8(ascii: "{"): "an object"
    case UInt8(ascii: "["): "an array"
    case UInt8(ascii: "t"), UInt8(ascii: "f"): "a boolean"
    case UInt8(ascii: "n"): "null"
    default: "a number"
    }
  }

  /// The text for a message: short, the rest cut off.
  var excerpt: String {
    let shown = bytes.prefix(40)
    return String(decoding: shown, as: UTF8.self) + (bytes.count > shown.count ? "…" : "")
  }
}
