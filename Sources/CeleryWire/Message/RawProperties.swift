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
    try scanner.eachMember { key, scanner throws(UnreadableReason) in try take(key, try scanner.value()) }
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
