import TaskModel

/// From the scanned parts of an envelope to a message.
struct MessageReader {
  let envelope: RawEnvelope
  let queue: QueueName

  func decodedMessage() throws(UnreadableReason) -> DecodedMessage {
    guard let properties = envelope.properties else {
      throw UnreadableReason("properties is missing; it must be an object with delivery_tag and delivery_info")
    }
    let deliveryTag = try FieldReading.required(properties.deliveryTag, "property delivery_tag")
    guard let info = properties.deliveryInfo else {
      throw UnreadableReason("property delivery_info is missing; it must be an object")
    }
    guard info.isObject else { throw FieldReading.wrong("property delivery_info", info, "an object") }
    let message = try BodyReader(envelope: envelope).withBytes { bytes throws(UnreadableReason) -> TaskMessage in
      guard UTF8Check.isValid(bytes) else { throw UnreadableReason("the body is not UTF-8") }
      return try taskMessage(RawBody(bytes), properties)
    }
    return DecodedMessage(
      message: message, deliveryTag: deliveryTag,
      deliveries: try FieldReading.count(envelope.headers?.deliveries, "header tasksd_deliveries"),
      isRedelivered: envelope.headers?.redelivered?.isTrue ?? false)
  }

  private func taskMessage(_ body: RawBody, _ properties: RawProperties) throws(UnreadableReason) -> TaskMessage {
    var headers = envelope.headers ?? RawHeaders()
    if let own = body.headers {
      headers = headers.completed(by: own)
    } else if headers.task == nil {
      throw UnreadableReason("header task is missing; it must be a string, as in protocol 2")
    }
    let task = try FieldReading.required(headers.task, "header task")
    let id = TaskID(try FieldReading.required(headers.id, "header id"))
    let origin = try FieldReading.text(headers.origin, "header origin")
    return TaskMessage(
      id: id, task: TaskName(task),
      arguments: TaskArguments(
        try FieldReading.array(body.args, "args"), keywords: try FieldReading.object(body.kwargs, "kwargs")),
      queue: queue, priority: FieldReading.priority(properties.priority),
      eta: try FieldReading.time(headers.eta, "header eta"),
      expires: try FieldReading.time(headers.expires, "header expires"),
      retries: try FieldReading.count(headers.retries, "header retries"),
      timeLimit: try FieldReading.timeLimit(headers.timelimit, "header timelimit"),
      ignoresResult: try FieldReading.flag(headers.ignoreResult, "header ignore_result"),
      rootID: try taskID(headers.rootID, "header root_id", sameAs: (headers.id, id)),
      parentID: try taskID(headers.parentID, "header parent_id", sameAs: (headers.id, id)),
      groupID: try FieldReading.text(headers.group, "header group"), origin: origin,
      sentAt: try sentAt(headers.sentAt), headers: headers.others, embed: try embed(body),
      properties: try others(properties, id, origin))
  }

  /// Most tasks are their own root: one string for both.
  private func taskID(
    _ field: RawJSON?, _ name: StaticString, sameAs known: (field: RawJSON?, id: TaskID)
  ) throws(UnreadableReason) -> TaskID? {
    if let field, let other = known.field, field.bytes.elementsEqual(other.bytes) { return known.id }
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

  private func embed(_ body: RawBody) throws(UnreadableReason) -> JSONObject {
    if body.headers != nil { return try embedOfProtocol1(body) }
    guard let embed = body.embed, !embed.isNull else { return JSONObject() }
    guard embed.isObject else { throw FieldReading.wrong("embed", embed, "an object or null") }
    if embed.bytes.reads(#"{"callbacks": null, "errbacks": null, "chain": null, "chord": null}"#) {
      return JSONObject()
    }
    return checked(try FieldReading.object(embed, "embed"))
  }

  private func embedOfProtocol1(_ body: RawBody) throws(UnreadableReason) -> JSONObject {
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
  private func others(
    _ properties: RawProperties, _ id: TaskID, _ origin: String?
  ) throws(UnreadableReason) -> JSONObject {
    var others = properties.others
    if let field = properties.correlationID, !field.isNull, field.text != id.rawValue {
      others["correlation_id"] = field.value
    }
    if let field = properties.origin, !field.isNull, field.text != origin { others["origin"] = field.value }
    if let field = properties.deliveryMode, !field.bytes.reads("2") { others["delivery_mode"] = field.value }
    return others
  }
}
