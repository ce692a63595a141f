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

  /// The values by node of one answer; nil for what is none, or one to another request.
  package static func decode(_ bytes: [UInt8], ticket: String) -> JSONObject? {
    guard let (headers, body) = try? RemoteEnvelope.decode(bytes), headers["ticket"]?.stringValue == ticket else {
      return nil
    }
    return body.objectValue
  }
}
