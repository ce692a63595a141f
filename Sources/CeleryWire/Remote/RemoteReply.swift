package import TaskModel

/// One node's answer to a request.
package enum RemoteReply {
  /// The envelope that is pushed to the queue of whoever asked. `tag` is any unique text.
  package static func encode(
    _ value: JSONValue, from node: String, to address: ReplyAddress, ticket: String?, clock: Int64, tag: String
  ) -> [UInt8] {
    RemoteEnvelope.encode(
      body: .object(JSONObject([(node, value)])), headers: ["ticket": JSONValue(ticket), "clock": .integer(clock)],
      exchange: address.exchange, routingKey: address.routingKey, tag: tag)
  }
}
