import TaskModel

/// kombu's envelope around control requests, replies and events: JSON in base64.
enum RemoteEnvelope {
  static func encode(
    body: JSONValue, headers: JSONObject, exchange: String, routingKey: String, tag: String, deliveryMode: Int64 = 1
  ) -> [UInt8] {
    var letters: [UInt8] = []
    json(body).withUnsafeBufferPointer { Base64.encode($0, appendingTo: &letters) }
    let envelope: JSONValue = [
      "body": .string(String(decoding: letters, as: UTF8.self)), "content-encoding": "utf-8",
      "content-type": "application/json", "headers": .object(headers),
      "properties": [
        "delivery_mode": .integer(deliveryMode),
        "delivery_info": ["exchange": .string(exchange), "routing_key": .string(routingKey)],
        "priority": 0, "body_encoding": "base64", "delivery_tag": .string(tag),
      ],
    ]
    return json(envelope)
  }

  /// As Python writes it: NaN stays what it is.
  private static func json(_ value: JSONValue) -> [UInt8] {
    var writer = PythonJSONWriter()
    writer.write(value)
    return writer.bytes
  }

  /// The headers and the body's value.
  static func decode(_ bytes: [UInt8]) throws(RemoteRequestError) -> (headers: JSONObject, body: JSONValue) {
    guard let envelope = try parse(bytes, "the envelope").objectValue else {
      throw RemoteRequestError("the envelope of a control request is not an object")
    }
    if let type = envelope["content-type"]?.stringValue, type != "application/json" {
      throw RemoteRequestError("a control request is '\(type)', not application/json")
    }
    guard let text = envelope["body"]?.stringValue else {
      throw RemoteRequestError("a control request has no body: a text is right")
    }
    let body = try parse(try content(text, envelope["properties"]?["body_encoding"]), "the body")
    return (envelope["headers"]?.objectValue ?? [:], body)
  }

  private static func content(_ text: String, _ encoding: JSONValue?) throws(RemoteRequestError) -> [UInt8] {
    guard let encoding = encoding?.stringValue else { return Array(text.utf8) }
    guard encoding == "base64" else {
      throw RemoteRequestError("the body of a control request is encoded as '\(encoding)', not base64")
    }
    guard let bytes = Base64.decode(Array(text.utf8)) else {
      throw RemoteRequestError("the body of a control request is not base64")
    }
    return bytes
  }

  private static func parse(_ bytes: [UInt8], _ what: String) throws(RemoteRequestError) -> JSONValue {
    do throws(JSONError) {
      return try JSONParser.parse(bytes, options: JSONParser.Options(allowsNaN: true))
    } catch {
      throw RemoteRequestError("\(what) of a control request is not JSON: \(error)")
    }
  }
}
