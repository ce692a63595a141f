import TaskModel

/// From the envelope's body text to the serialized body: content type looked at, base64 and compression undone.
enum BodyReader {
  /// The serialized body in memory of its own, which the caller deallocates.
  static func bytes(of envelope: borrowing RawEnvelope) throws(UnreadableReason) -> UnsafeMutableBufferPointer<UInt8> {
    try checkContentType(envelope)
    guard let body = envelope.body else { throw UnreadableReason("body is missing; it must be a string of base64") }
    guard body.isString else { throw FieldReading.wrong("body", body, "a string") }
    let packed = try packedBytes(of: body, isBase64: try isBase64(envelope))
    guard let field = envelope.headers.compression, !field.isNull else {
      if !packed.isEmpty { return packed }
      packed.deallocate()
      throw UnreadableReason("body is empty; it must be [args, kwargs, embed]")
    }
    defer { packed.deallocate() }
    guard let name = field.text else { throw FieldReading.wrong("header compression", field, "a content type") }
    do {
      return copy(try Compression(named: name).unpack(UnsafeBufferPointer(packed)))
    } catch {
      throw UnreadableReason("body: \(error.description)")
    }
  }

  private static func packedBytes(
    of body: RawJSON, isBase64: Bool
  ) throws(UnreadableReason) -> UnsafeMutableBufferPointer<UInt8> {
    var text = UnsafeMutableBufferPointer<UInt8>(start: nil, count: 0)
    defer { text.deallocate() }
    if body.hasEscapes {
      guard let unescaped = body.text else { throw UnreadableReason("body has half of a surrogate pair") }
      text = copy(Array(unescaped.utf8))
    }
    let input = body.hasEscapes ? UnsafeBufferPointer(text) : body.content
    guard isBase64 else { return copy(input) }
    let room = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: Base64.capacity(input.count))
    guard let count = Base64.decode(input, into: room) else {
      room.deallocate()
      throw UnreadableReason("body is not base64 with padding")
    }
    return UnsafeMutableBufferPointer(start: room.baseAddress, count: count)
  }

  private static func copy(_ bytes: some Collection<UInt8>) -> UnsafeMutableBufferPointer<UInt8> {
    let room = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: bytes.count)
    _ = room.initialize(fromContentsOf: bytes)
    return room
  }

  private static func isBase64(_ envelope: borrowing RawEnvelope) throws(UnreadableReason) -> Bool {
    guard let encoding = envelope.properties.bodyEncoding else { return true }
    if encoding.content.reads("base64") { return true }
    if encoding.isNull || encoding.content.reads("utf-8") || encoding.content.reads("utf8") { return false }
    throw FieldReading.wrong("property body_encoding", encoding, "base64, utf-8 or null")
  }

  private static func checkContentType(_ envelope: borrowing RawEnvelope) throws(UnreadableReason) {
    guard let type = envelope.contentType else {
      throw UnreadableReason("content-type is missing; it must be application/json")
    }
    guard !type.content.reads("application/json") else { return }
    guard let name = type.text else { throw FieldReading.wrong("content-type", type, "application/json") }
    guard name != "application/json" else { return }
    let kind =
      switch name {
      case "application/x-python-serialize": " (pickle, which is never read)"
      case "application/x-yaml": " (YAML)"
      case "application/x-msgpack": " (MessagePack)"
      case "application/data": " (raw or signed data)"
      default: ""
      }
    throw UnreadableReason("content-type is '\(name)'\(kind); it must be application/json")
  }
}
