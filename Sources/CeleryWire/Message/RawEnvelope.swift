/// kombu's envelope, scanned once: where each part lies.
struct RawEnvelope: ~Copyable {
  var body: RawJSON?
  var contentType: RawJSON?
  /// Empty where the envelope has none or null.
  var headers = RawHeaders()
  var properties = RawProperties()
  var hasProperties = false

  init(_ bytes: UnsafeBufferPointer<UInt8>) throws(UnreadableReason) {
    var scanner = JSONScanner(bytes, name: "the envelope")
    guard scanner.peek() == UInt8(ascii: "{") else {
      let value = try scanner.value()
      throw UnreadableReason("the envelope is \(value.kind), not an object with body, headers and properties")
    }
    try scanner.eachMember { key, scanner throws(UnreadableReason) in try read(key.content, &scanner) }
    try scanner.expectEnd()
  }

  private mutating func read(
    _ name: UnsafeBufferPointer<UInt8>, _ scanner: inout JSONScanner
  ) throws(UnreadableReason) {
    switch name.count {
    case 4 where name.reads("body"): body = try scanner.value()
    case 7 where name.reads("headers"): try readHeaders(&scanner)
    case 10 where name.reads("properties"): try readProperties(&scanner)
    case 12 where name.reads("content-type"): contentType = try scanner.value()
    default: _ = try scanner.value()
    }
  }

  private mutating func readHeaders(_ scanner: inout JSONScanner) throws(UnreadableReason) {
    headers = RawHeaders()
    guard scanner.peek() == UInt8(ascii: "{") else {
      let value = try scanner.value()
      guard value.isNull else { throw UnreadableReason("headers is \(value.kind), not an object") }
      return
    }
    try headers.read(&scanner)
  }

  private mutating func readProperties(_ scanner: inout JSONScanner) throws(UnreadableReason) {
    properties = RawProperties()
    hasProperties = false
    guard scanner.peek() == UInt8(ascii: "{") else {
      let value = try scanner.value()
      guard value.isNull else { throw UnreadableReason("properties is \(value.kind), not an object") }
      return
    }
    hasProperties = true
    try properties.read(&scanner)
  }
}
