import TaskModel

/// From the envelope's body text to the body's bytes: content type, base64, compression.
struct BodyReader {
  let envelope: RawEnvelope

  /// Calls `read` with the serialized body, which is valid during the call.
  func withBytes<Value>(
    _ read: (UnsafeBufferPointer<UInt8>) throws(UnreadableReason) -> Value
  ) throws(UnreadableReason) -> Value {
    try checkContentType()
    guard let body = envelope.body else { throw UnreadableReason("body is missing; it must be a string of base64") }
    guard body.isString else { throw FieldReading.wrong("body", body, "a string") }
    if body.hasEscapes {
      guard let text = body.text else { throw UnreadableReason("body has half of a surrogate pair") }
      return try decoded(Array(text.utf8), read)
    }
    return try decoded(body.content, read)
  }

  private func decoded<Value>(
    _ text: [UInt8], _ read: (UnsafeBufferPointer<UInt8>) throws(UnreadableReason) -> Value
  ) throws(UnreadableReason) -> Value {
    let outcome = text.withUnsafeBufferPointer { text in
      Result { () throws(UnreadableReason) in try decoded(text, read) }
    }
    return try outcome.get()
  }

  private func decoded<Value>(
    _ text: UnsafeBufferPointer<UInt8>, _ read: (UnsafeBufferPointer<UInt8>) throws(UnreadableReason) -> Value
  ) throws(UnreadableReason) -> Value {
    guard try isBase64() else { return try decompressed(text, read) }
    let outcome = withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Base64.capacity(text.count)) { buffer in
      Result { () throws(UnreadableReason) -> Value in
        guard let count = Base64.decode(text, into: buffer) else {
          throw UnreadableReason("body is not base64 with padding")
        }
        return try decompressed(UnsafeBufferPointer(rebasing: buffer[..<count]), read)
      }
    }
    return try outcome.get()
  }

  private func decompressed<Value>(
    _ bytes: UnsafeBufferPointer<UInt8>, _ read: (UnsafeBufferPointer<UInt8>) throws(UnreadableReason) -> Value
  ) throws(UnreadableReason) -> Value {
    guard let field = envelope.headers?.compression, !field.isNull else {
      guard !bytes.isEmpty else { throw UnreadableReason("body is empty; it must be [args, kwargs, embed]") }
      return try read(bytes)
    }
    guard let name = field.text else { throw FieldReading.wrong("header compression", field, "a content type") }
    let plain: [UInt8]
    do {
      plain = try Compression(named: name).unpack(bytes)
    } catch {
      throw UnreadableReason("body: \(error.description)")
    }
    let outcome = plain.withUnsafeBufferPointer { plain in Result { () throws(UnreadableReason) in try read(plain) } }
    return try outcome.get()
  }

  private func isBase64() throws(UnreadableReason) -> Bool {
    guard let encoding = envelope.properties?.bodyEncoding else { return true }
    if encoding.content.reads("base64") { return true }
    if encoding.isNull || encoding.content.reads("utf-8") || encoding.content.reads("utf8") { return false }
    throw FieldReading.wrong("property body_encoding", encoding, "base64, utf-8 or null")
  }

  private func checkContentType() throws(UnreadableReason) {
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
