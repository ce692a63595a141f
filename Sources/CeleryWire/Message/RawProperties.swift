import TaskModel

/// The envelope's properties as found.
struct RawProperties: ~Copyable {
  var correlationID: RawJSON?
  var bodyEncoding: RawJSON?
  var deliveryTag: RawJSON?
  var deliveryInfo: RawJSON?
  var deliveryMode: RawJSON?
  var priority: RawJSON?
  var origin: RawJSON?
  /// What ``TaskMessage/properties`` gets.
  var others = JSONObject()

  mutating func read(_ scanner: inout JSONScanner) throws(UnreadableReason) {
    try scanner.enter(UInt8(ascii: "{"))
    var isFirst = true
    while try scanner.hasNext(UInt8(ascii: "}"), isFirst: isFirst) {
      isFirst = false
      let key = try scanner.key()
      try take(key, try scanner.value())
    }
  }

  private mutating func take(_ key: RawJSON, _ value: RawJSON) throws(UnreadableReason) {
    switch PropertyName(key) {
    case .correlationID: correlationID = value
    case .bodyEncoding: bodyEncoding = value
    case .deliveryTag: deliveryTag = value
    case .deliveryInfo: deliveryInfo = value
    case .deliveryMode: deliveryMode = value
    case .priority: priority = value
    case .origin: origin = value
    case .expiration: break
    case nil:
      guard let name = key.text else { throw UnreadableReason("a property's name is half of a surrogate pair") }
      do {
        others[name] = try value.parsed()
      } catch {
        throw UnreadableReason("property '\(name)': \(error.message)")
      }
    }
  }
}

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
