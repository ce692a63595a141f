import TaskModel

/// A message as an envelope of protocol 2: every field a Python worker needs, in the order in which Celery writes them.
struct MessageWriter {
  let message: TaskMessage
  let deliveryTag: String
  let now: Timestamp?
  private var out = PythonJSONWriter(reservingCapacity: 1024)

  init(_ message: TaskMessage, deliveryTag: String, now: Timestamp?) {
    self.message = message
    self.deliveryTag = deliveryTag
    self.now = now
  }

  mutating func envelope() -> [UInt8] {
    out.write(raw: "{\"body\": \"")
    writeBody()
    out.write(raw: "\", \"content-encoding\": \"utf-8\", \"content-type\": \"application/json\", \"headers\": {")
    writeHeaders()
    out.write(raw: "}, \"properties\": {")
    writeProperties()
    out.write(raw: "}}")
    return out.bytes
  }

  // MARK: - Body

  private mutating func writeBody() {
    var body = PythonJSONWriter(reservingCapacity: 256)
    body.write(raw: "[")
    body.write(message.arguments.positional)
    body.write(raw: ", ")
    body.write(message.arguments.keywords)
    if message.embed.isEmpty {
      body.write(raw: ", {\"callbacks\": null, \"errbacks\": null, \"chain\": null, \"chord\": null}]")
    } else {
      let usual: JSONObject = ["callbacks": nil, "errbacks": nil, "chain": nil, "chord": nil]
      body.write(raw: ", ")
      body.write(usual.merging(message.embed))
      body.write(raw: "]")
    }
    body.bytes.withUnsafeBufferPointer { out.write(base64: $0) }
  }

  // MARK: - Headers

  private mutating func writeHeaders() {
    out.write(raw: "\"lang\": \"py\", \"task\": ")
    out.write(message.task.rawValue)
    out.write(raw: ", \"id\": ")
    out.write(message.id.rawValue)
    write(header: "shadow", usual: "null")
    out.write(raw: ", \"eta\": ")
    write(time: message.eta)
    out.write(raw: ", \"expires\": ")
    write(time: message.expires)
    out.write(raw: ", \"group\": ")
    write(text: message.groupID)
    write(header: "group_index", usual: "null")
    out.write(raw: ", \"retries\": ")
    out.write(Int64(message.retries))
    out.write(raw: ", \"timelimit\": [")
    write(seconds: message.timeLimit.hard)
    out.write(raw: ", ")
    write(seconds: message.timeLimit.soft)
    out.write(raw: "], \"root_id\": ")
    write(text: message.rootID?.rawValue)
    out.write(raw: ", \"parent_id\": ")
    write(text: message.parentID?.rawValue)
    out.write(raw: ", \"argsrepr\": ")
    out.write(PythonRepr.arguments(message.arguments.positional))
    out.write(raw: ", \"kwargsrepr\": ")
    out.write(PythonRepr.keywords(message.arguments.keywords))
    out.write(raw: ", \"origin\": ")
    write(text: message.origin)
    out.write(raw: ", \"ignore_result\": ")
    if let ignores = message.ignoresResult { out.write(ignores) } else { out.write(raw: "null") }
    write(header: "replaced_task_nesting", usual: "0")
    write(header: "stamped_headers", usual: "null")
    write(header: "stamps", usual: "{}")
    writeOtherHeaders()
  }

  /// One of Celery's own that a message has no field for.
  private mutating func write(header name: StaticString, usual: StaticString) {
    out.write(raw: ", \"")
    out.write(raw: name)
    out.write(raw: "\": ")
    if !message.headers.isEmpty, let value = message.headers["\(name)"] {
      out.write(value)
    } else {
      out.write(raw: usual)
    }
  }

  private mutating func writeOtherHeaders() {
    if let sentAt = message.sentAt {
      out.write(raw: ", \"tasksd_sent_at\": ")
      out.write(sentAt.microseconds)
    }
    for (name, value) in message.headers where HeaderName(name) == nil {
      out.write(raw: ", ")
      out.write(name)
      out.write(raw: ": ")
      out.write(value)
    }
  }

  // MARK: - Properties

  private mutating func writeProperties() {
    out.write(raw: "\"correlation_id\": ")
    if !message.properties.isEmpty, let other = message.properties["correlation_id"] {
      out.write(other)
    } else {
      out.write(message.id.rawValue)
    }
    for (name, value) in message.properties where PropertyName(name) == nil || name == "origin" {
      out.write(raw: ", ")
      out.write(name)
      out.write(raw: ": ")
      out.write(value)
    }
    out.write(raw: ", \"delivery_mode\": ")
    if !message.properties.isEmpty, let other = message.properties["delivery_mode"] {
      out.write(other)
    } else {
      out.write(raw: "2")
    }
    writeExpiration()
    out.write(raw: ", \"delivery_info\": {\"exchange\": \"\", \"routing_key\": ")
    out.write(message.queue.rawValue)
    out.write(raw: "}, \"priority\": ")
    out.write(Int64(message.priority.level))
    out.write(raw: ", \"body_encoding\": \"base64\", \"delivery_tag\": ")
    out.write(deliveryTag)
  }

  /// Milliseconds that are left, as text; for transports other than Redis, which has no use for it.
  private mutating func writeExpiration() {
    guard let expires = message.expires, let now else { return }
    out.write(raw: ", \"expiration\": \"")
    out.write(max(0, (expires - now).microseconds / 1000))
    out.write(raw: "\"")
  }

  // MARK: - Parts

  private mutating func write(text: String?) {
    if let text { out.write(text) } else { out.write(raw: "null") }
  }

  private mutating func write(time: Timestamp?) {
    if let time { out.write(time: time) } else { out.write(raw: "null") }
  }

  private mutating func write(seconds: Duration?) {
    guard let seconds else { return out.write(raw: "null") }
    let microseconds = seconds.microseconds
    if microseconds % 1_000_000 == 0 {
      out.write(microseconds / 1_000_000)
    } else {
      out.write(seconds.inSeconds)
    }
  }
}
