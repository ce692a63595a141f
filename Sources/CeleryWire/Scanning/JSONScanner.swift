/// Walks JSON text (RFC 8259 with Python's NaN and Infinity) without building anything: every step proves the grammar and says
/// where a value lies.
struct JSONScanner {
  /// How many arrays and objects may stand inside each other; Python's own reader gives up not much later.
  static let depthLimit = 256

  let bytes: UnsafeBufferPointer<UInt8>
  /// What the bytes are, for messages: `the envelope`.
  let name: StaticString
  var position = 0
  var depth = 0

  init(_ bytes: UnsafeBufferPointer<UInt8>, name: StaticString) {
    self.bytes = bytes
    self.name = name
  }

  func problem(_ text: String) -> UnreadableReason {
    UnreadableReason("\(name) is not JSON: \(text) at byte \(position)")
  }

  @inline(__always)
  mutating func skipSpace() {
    while position < bytes.count {
      switch bytes[position] {
      case 0x20, 0x0A, 0x0D, 0x09: position += 1
      default: return
      }
    }
  }

  /// The next byte that is not space, or 0 at the end.
  @inline(__always)
  mutating func peek() -> UInt8 {
    skipSpace()
    return position < bytes.count ? bytes[position] : 0
  }

  mutating func expectEnd() throws(UnreadableReason) {
    skipSpace()
    guard position == bytes.count else { throw problem("text after the value") }
  }

  // MARK: - Objects and arrays, element by element

  /// Steps into `{` or `[`.
  mutating func enter(_ bracket: UInt8) throws(UnreadableReason) {
    guard peek() == bracket else { throw problem("'\(Character(Unicode.Scalar(bracket)))' is missing") }
    depth += 1
    guard depth <= Self.depthLimit else { throw problem("nested deeper than \(Self.depthLimit) levels") }
    position += 1
  }

  /// True when another element follows, false when the closing bracket was passed. `isFirst`: nothing was read yet.
  @inline(__always)
  mutating func hasNext(_ closing: UInt8, isFirst: Bool) throws(UnreadableReason) -> Bool {
    let byte = peek()
    if byte == closing {
      position += 1
      depth -= 1
      return false
    }
    if isFirst { return true }
    guard byte == UInt8(ascii: ",") else { throw problem("',' or the closing bracket is missing") }
    position += 1
    return true
  }

  /// An object, member by member: `read` gets the name, and reads the value behind it.
  @inline(__always)
  mutating func eachMember(
    _ read: (_ key: RawJSON, _ scanner: inout JSONScanner) throws(UnreadableReason) -> Void
  ) throws(UnreadableReason) {
    try enter(UInt8(ascii: "{"))
    var isFirst = true
    while try hasNext(UInt8(ascii: "}"), isFirst: isFirst) {
      isFirst = false
      try read(try key(), &self)
    }
  }

  /// A member's name with its colon.
  @inline(__always)
  mutating func key() throws(UnreadableReason) -> RawJSON {
    guard peek() == UInt8(ascii: "\"") else { throw problem("a member's name in quotes is missing") }
    let key = try string()
    guard peek() == UInt8(ascii: ":") else { throw problem("':' is missing") }
    position += 1
    return key
  }

  // MARK: - Values

  mutating func value() throws(UnreadableReason) -> RawJSON {
    let first = peek()
    let start = position
    switch first {
    case UInt8(ascii: "\""): return try string()
    case UInt8(ascii: "{"): try skipObject()
    case UInt8(ascii: "["): try skipArray()
    case UInt8(ascii: "n"): try skip("null")
    case UInt8(ascii: "t"): try skip("true")
    case UInt8(ascii: "f"): try skip("false")
    case UInt8(ascii: "N"): try skip("NaN")
    case UInt8(ascii: "I"): try skip("Infinity")
    default: try skipNumber()
    }
    return RawJSON(bytes: UnsafeBufferPointer(rebasing: bytes[start..<position]), hasEscapes: false)
  }

  private mutating func skip(_ word: StaticString) throws(UnreadableReason) {
    let count = word.utf8CodeUnitCount
    guard bytes.count - position >= count,
      UnsafeBufferPointer(rebasing: bytes[position..<position + count]).reads(word)
    else { throw problem("a value is missing") }
    position += count
  }

  private mutating func skipObject() throws(UnreadableReason) {
    try eachMember { _, scanner throws(UnreadableReason) in _ = try scanner.value() }
  }

  private mutating func skipArray() throws(UnreadableReason) {
    try enter(UInt8(ascii: "["))
    var isFirst = true
    while try hasNext(UInt8(ascii: "]"), isFirst: isFirst) {
      isFirst = false
      _ = try value()
    }
  }
}
