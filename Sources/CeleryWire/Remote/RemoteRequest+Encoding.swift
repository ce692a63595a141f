import TaskModel

extension RemoteRequest {
  /// As Celery's own clients broadcast it (kombu, `pidbox.py`); a pattern is not written.
  /// - Parameters:
  ///   - controlExchange: Celery's `control_exchange`.
  ///   - tag: any unique text.
  package func encode(controlExchange: String, tag: String) -> [UInt8] {
    var destination = JSONValue.null
    if case .nodes(let names) = audience { destination = .array(names.map(JSONValue.string)) }
    var body: JSONObject = [
      "method": .string(method), "arguments": .object(arguments), "destination": destination, "pattern": .null,
      "matcher": .null,
    ]
    if let replyTo {
      body["ticket"] = JSONValue(ticket)
      body["reply_to"] = ["exchange": .string(replyTo.exchange), "routing_key": .string(replyTo.routingKey)]
    }
    return RemoteEnvelope.encode(
      body: .object(body), headers: ["clock": .integer(clock), "expires": 0], exchange: "\(controlExchange).pidbox",
      routingKey: "", tag: tag, deliveryMode: 2)
  }
}
