import TaskModel

/// Events as they are published: one alone under its own routing key, several of tasks as an array under `task.multi`.
package struct EventEnvelope: Sendable, Hashable {
  package let routingKey: String
  package let bytes: [UInt8]

  /// Several events of tasks in one message, or one of any kind; none makes an empty batch.
  ///
  /// - Parameter firstClock: the logical clock of the first event; each further one has the next.
  package init(_ events: [CeleryEvent], from source: EventSource, firstClock: Int64, tag: String) {
    let objects = zip(events, firstClock...).map { Self.object($0, source, clock: $1) }
    let body: JSONValue
    if events.count == 1, let event = events.first, let object = objects.first {
      routingKey = event.routingKey
      body = object
    } else {
      routingKey = "task.multi"
      body = .array(objects)
    }
    bytes = RemoteEnvelope.encode(
      body: body, headers: ["hostname": .string(source.node)], exchange: source.exchange, routingKey: routingKey,
      tag: tag)
  }

  private static func object(_ event: CeleryEvent, _ source: EventSource, clock: Int64) -> JSONValue {
    var object: JSONObject = [
      "hostname": .string(source.node), "utcoffset": .double(source.utcOffset),
      "pid": .integer(Int64(source.processID)), "clock": .integer(clock),
    ]
    for (name, value) in event.fields { object[name] = value }
    // Numbers: a text in their place ends every Python worker that listens.
    object["timestamp"] = .double(event.timestamp.seconds)
    object["type"] = .string(event.type)
    return .object(object)
  }
}
