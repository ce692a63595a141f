/// The properties of an envelope that the wire itself writes.
enum PropertyName {
  case correlationID, bodyEncoding, deliveryTag, deliveryInfo, deliveryMode, priority, origin, expiration

  init?(_ key: RawJSON) {
    if key.hasEscapes {
      guard let text = key.text, let found = PropertyName(text) else { return nil }
      self = found
    } else {
      guard let found = PropertyName(key.content) else { return nil }
      self = found
    }
  }

  init?(_ name: String) {
    var name = name
    guard let found = name.withUTF8({ PropertyName($0) }) else { return nil }
    self = found
  }

  init?(_ name: UnsafeBufferPointer<UInt8>) {
    switch name.count {
    case 6 where name.reads("origin"): self = .origin
    case 8 where name.reads("priority"): self = .priority
    case 10 where name.reads("expiration"): self = .expiration
    case 12 where name.reads("delivery_tag"): self = .deliveryTag
    case 13 where name.reads("body_encoding"): self = .bodyEncoding
    case 13 where name.reads("delivery_info"): self = .deliveryInfo
    case 13 where name.reads("delivery_mode"): self = .deliveryMode
    case 14 where name.reads("correlation_id"): self = .correlationID
    default: return nil
    }
  }
}
