import TaskModel

extension RemoteRequest {
  /// As Celery's own clients broadcast it; only ``RemoteRequest/method``, arguments and named nodes are written. Nobody
  /// answers.
  /// - Parameters:
  ///   - controlExchange: Celery's `control_exchange`.
  ///   - tag: any unique text.
  package func encode(controlExchange: String, tag: String) -> [UInt8] {
    var destination = JSONValue.null
    if case .nodes(let names) = audience { destination = .array(names.map(JSONValue.string)) }
    let body: JSONValue = [
      "method": .string(method), "arguments": .object(arguments), "destination": destination, "pattern": .null,
      "matcher": .null,
    ]
    return RemoteEnvelope.encode(
      body: body, headers: ["clock": .integer(clock), "expires": 0], exchange: "\(controlExchange).pidbox",
      routingKey: "", tag: tag, deliveryMode: 2)
  }
}
