import TaskModel

/// From the scanned parts of an envelope to a message.
struct MessageReader: ~Copyable {
  private var envelope: RawEnvelope
  private let queue: QueueName

  init(_ envelope: consuming RawEnvelope, queue: QueueName) {
    self.envelope = envelope
    self.queue = queue
  }

  consuming func decodedMessage() throws(UnreadableReason) -> DecodedMessage {
    guard envelope.hasProperties else {
      throw UnreadableReason("properties is missing; it must be an object with delivery_tag and delivery_info")
    }
    let deliveryTag = try FieldReading.required(envelope.properties.deliveryTag, "property delivery_tag")
    guard let info = envelope.properties.deliveryInfo else {
      throw UnreadableReason("property delivery_info is missing; it must be an object")
    }
    guard info.isObject else { throw FieldReading.wrong("property delivery_info", info, "an object") }
    let deliveries = try FieldReading.count(envelope.headers.deliveries, "header tasksd_deliveries")
    let isRedelivered = envelope.headers.redelivered?.isTrue ?? false
    let bytes = try BodyReader.bytes(of: envelope)
    defer { bytes.deallocate() }
    guard UTF8Check.isValid(UnsafeBufferPointer(bytes)) else { throw UnreadableReason("the body is not UTF-8") }
    let body = try RawBody(UnsafeBufferPointer(bytes))
    try completeHeaders(by: body)
    return DecodedMessage(
      message: try message(body), deliveryTag: deliveryTag, deliveries: deliveries, isRedelivered: isRedelivered)
  }

  private mutating func completeHeaders(by body: borrowing RawBody) throws(UnreadableReason) {
    if body.isObject {
      envelope.headers.complete(by: body.headers)
    } else if envelope.headers.task == nil {
      throw UnreadableReason("header task is missing; it must be a string, as in protocol 2")
    }
  }

  private func message(_ body: borrowing RawBody) throws(UnreadableReason) -> TaskMessage {
    let task = try FieldReading.required(envelope.headers.task, "header task")
    let id = TaskID(try FieldReading.required(envelope.headers.id, "header id"))
    let origin = try FieldReading.text(envelope.headers.origin, "header origin")
    return TaskMessage(
      id: id, task: TaskName(task),
      arguments: TaskArguments(
        try FieldReading.array(body.args, "args"), keywords: try FieldReading.object(body.kwargs, "kwargs")),
      queue: queue, priority: FieldReading.priority(envelope.properties.priority),
      eta: try FieldReading.time(envelope.headers.eta, "header eta"),
      expires: try FieldReading.time(envelope.headers.expires, "header expires"),
      retries: try FieldReading.count(envelope.headers.retries, "header retries"),
      timeLimit: try FieldReading.timeLimit(envelope.headers.timelimit, "header timelimit"),
      ignoresResult: try FieldReading.flag(envelope.headers.ignoreResult, "header ignore_result"),
      rootID: try taskID(envelope.headers.rootID, "header root_id", own: id),
      parentID: try taskID(envelope.headers.parentID, "header parent_id", own: id),
      groupID: try FieldReading.text(envelope.headers.group, "header group"), origin: origin,
      sentAt: try sentAt(envelope.headers.sentAt), headers: envelope.headers.others, embed: try embed(body),
      properties: try otherProperties(id, origin))
  }

  /// Most tasks are their own root: one string for both.
  private func taskID(_ field: RawJSON?, _ name: StaticString, own: TaskID) throws(UnreadableReason) -> TaskID? {
    guard let field, !field.isNull else { return nil }
    if let known = envelope.headers.id, field.bytes.isSame(as: known.bytes) { return own }
    return try FieldReading.text(field, name).map { TaskID($0) }
  }

  private func sentAt(_ field: RawJSON?) throws(UnreadableReason) -> Timestamp? {
    guard let field, !field.isNull else { return nil }
    guard let microseconds = field.value?.integerValue else {
      throw FieldReading.wrong("header tasksd_sent_at", field, "a whole number of microseconds since 1970")
    }
    return Timestamp(microseconds: microseconds)
  }

  // MARK: - Embed

  private func embed(_ body: borrowing RawBody) throws(UnreadableReason) -> JSONObject {
    if body.isObject { return try embedOfProtocol1(body) }
    guard let embed = body.embed, !embed.isNull else { return JSONObject() }
    guard embed.isObject else { throw FieldReading.wrong("embed", embed, "an object or null") }
    if embed.bytes.reads(#"{"callbacks": null, "errbacks": null, "chain": null, "chord": null}"#) {
      return JSONObject()
    }
    return checked(try FieldReading.object(embed, "embed"))
  }

  private func embedOfProtocol1(_ body: borrowing RawBody) throws(UnreadableReason) -> JSONObject {
    var embed = JSONObject()
    if let callbacks = body.callbacks { embed["callbacks"] = try FieldReading.value(callbacks, "callbacks") }
    if let errbacks = body.errbacks { embed["errbacks"] = try FieldReading.value(errbacks, "errbacks") }
    if let chord = body.chord { embed["chord"] = try FieldReading.value(chord, "chord") }
    return checked(embed)
  }

  /// Null says the same as nothing.
  private func checked(_ embed: JSONObject) -> JSONObject {
    JSONObject(unique: embed.members.filter { !$0.value.isNull })
  }

  // MARK: - Properties

  /// Those that say more than the message's own fields do.
  private func otherProperties(_ id: TaskID, _ origin: String?) throws(UnreadableReason) -> JSONObject {
    var others = envelope.properties.others
    if let field = envelope.properties.correlationID, !field.isNull, !says(field, id) {
      others["correlation_id"] = field.value
    }
    if let field = envelope.properties.origin, !field.isNull, field.text != origin { others["origin"] = field.value }
    if let field = envelope.properties.deliveryMode, !field.bytes.reads("2") { others["delivery_mode"] = field.value }
    return others
  }

  private func says(_ field: RawJSON, _ id: TaskID) -> Bool {
    if let known = envelope.headers.id, field.bytes.isSame(as: known.bytes) { return true }
    return field.text == id.rawValue
  }
}
