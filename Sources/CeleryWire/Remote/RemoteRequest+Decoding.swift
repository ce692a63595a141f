package import TaskModel

extension RemoteRequest {
  /// Reads what was published on the control exchange's channel.
  ///
  /// - Throws: ``RemoteRequestError`` for bytes that are no such request; nothing may be done then.
  package init(decoding bytes: [UInt8]) throws(RemoteRequestError) {
    let (headers, body) = try RemoteEnvelope.decode(bytes)
    guard let fields = body.objectValue else {
      throw RemoteRequestError("the body of a control request is \(body.kind), not an object")
    }
    guard let method = fields["method"]?.stringValue, !method.isEmpty else {
      throw RemoteRequestError("a control request has no method: a command's name is right")
    }
    self.init(
      method: method, arguments: try Self.arguments(fields["arguments"]), audience: try Self.audience(fields),
      ticket: fields["ticket"]?.stringValue, replyTo: try Self.replyAddress(fields["reply_to"]),
      clock: headers["clock"]?.integerValue ?? 0)
  }

  private static func arguments(_ value: JSONValue?) throws(RemoteRequestError) -> JSONObject {
    guard let value, value.isTrue else { return [:] }
    guard let object = value.objectValue else {
      throw RemoteRequestError("the arguments of a control request are \(value.kind), not an object")
    }
    return object
  }

  /// A pattern counts only where nodes are not named.
  private static func audience(_ fields: JSONObject) throws(RemoteRequestError) -> Audience {
    if let destination = fields["destination"], destination.isTrue { return .nodes(try names(destination)) }
    guard let pattern = fields["pattern"], pattern.isTrue, let matcher = fields["matcher"], matcher.isTrue else {
      return .everyone
    }
    guard let text = pattern.stringValue, let matcher = matcher.stringValue else {
      throw RemoteRequestError("pattern and matcher of a control request are not texts")
    }
    return .matching(try NodePattern(text, matcher: matcher))
  }

  private static func names(_ destination: JSONValue) throws(RemoteRequestError) -> [String] {
    if let name = destination.stringValue { return [name] }
    guard let elements = destination.arrayValue else {
      throw RemoteRequestError(
        "the destination of a control request is \(destination.kind), not an array of node names")
    }
    return elements.compactMap(\.stringValue)
  }

  private static func replyAddress(_ value: JSONValue?) throws(RemoteRequestError) -> ReplyAddress? {
    guard let value, value.isTrue else { return nil }
    guard let exchange = value["exchange"]?.stringValue, let routingKey = value["routing_key"]?.stringValue else {
      throw RemoteRequestError("reply_to of a control request must have the texts exchange and routing_key")
    }
    return ReplyAddress(exchange: exchange, routingKey: routingKey)
  }
}

extension JSONValue {
  /// Python's truth: null, false, zero and what is empty are not.
  package var isTrue: Bool {
    switch self {
    case .null: false
    case .bool(let value): value
    case .integer(let value): value != 0
    case .bigInteger: true
    case .double(let value): value != 0
    case .string(let text): !text.isEmpty
    case .array(let elements): !elements.isEmpty
    case .object(let object): !object.isEmpty
    }
  }
}
