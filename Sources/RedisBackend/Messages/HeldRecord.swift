import TaskModel

/// A value of kombu's hash `unacked`: `[envelope, exchange, routing key]`. Cut apart, never parsed as a whole: the envelope's
/// bytes stay as they are.
struct HeldRecord {
  let envelope: ArraySlice<UInt8>
  let exchange: String
  let routingKey: String

  /// Nil for anything else.
  init?(_ bytes: [UInt8]) {
    guard bytes.first == UInt8(ascii: "["), let end = Self.lastIndex(of: UInt8(ascii: "]"), in: bytes[...]),
      let (rest, routingKey) = Self.lastString(of: bytes[..<end]), let beforeKey = Self.withoutComma(rest),
      let (rest, exchange) = Self.lastString(of: beforeKey), let envelope = Self.withoutComma(rest)
    else { return nil }
    self.envelope = envelope.dropFirst()
    self.exchange = exchange
    self.routingKey = routingKey
  }

  private static func lastIndex(of byte: UInt8, in bytes: ArraySlice<UInt8>) -> Int? {
    guard let index = bytes.lastIndex(where: { !isSpace($0) }), bytes[index] == byte else { return nil }
    return index
  }

  private static func withoutComma(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    lastIndex(of: UInt8(ascii: ","), in: bytes).map { bytes[..<$0] }
  }

  /// The JSON string at the end, and what stands before it.
  private static func lastString(of bytes: ArraySlice<UInt8>) -> (rest: ArraySlice<UInt8>, text: String)? {
    guard let end = lastIndex(of: UInt8(ascii: "\""), in: bytes) else { return nil }
    var start = end
    repeat {
      guard let quote = bytes[..<start].lastIndex(of: UInt8(ascii: "\"")) else { return nil }
      start = quote
    } while isEscaped(start, in: bytes)
    guard let text = try? JSONParser.parse(Array(bytes[start...end])).stringValue else { return nil }
    return (bytes[..<start], text)
  }

  private static func isEscaped(_ index: Int, in bytes: ArraySlice<UInt8>) -> Bool {
    var count = 0
    for byte in bytes[..<index].reversed() {
      guard byte == UInt8(ascii: "\\") else { break }
      count += 1
    }
    return count % 2 == 1
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
}
