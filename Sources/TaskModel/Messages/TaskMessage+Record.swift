/// A message as one JSON object: the form in which the embedded store, the outbox and the control socket keep it.
/// Celery's own form, on Redis, is another matter (CeleryWire).
extension TaskMessage {
  public var record: JSONObject {
    // Names are known to differ, so nobody needs to look for one that is there already.
    var record: [(key: String, value: JSONValue)] = []
    record.reserveCapacity(12)
    record.append(("id", .string(id.rawValue)))
    record.append(("task", .string(task.rawValue)))
    record.append(("args", .array(arguments.positional)))
    record.append(("kwargs", .object(arguments.keywords)))
    if queue != .standard { record.append(("queue", .string(queue.rawValue))) }
    if priority != .standard { record.append(("priority", .integer(Int64(priority.level)))) }
    if let eta { record.append(("eta", .integer(eta.microseconds))) }
    if let expires { record.append(("expires", .integer(expires.microseconds))) }
    if retries != 0 { record.append(("retries", .integer(Int64(retries)))) }
    if let soft = timeLimit.soft { record.append(("soft_time_limit", .integer(soft.microseconds))) }
    if let hard = timeLimit.hard { record.append(("time_limit", .integer(hard.microseconds))) }
    if let ignoresResult { record.append(("ignore_result", .bool(ignoresResult))) }
    if let rootID { record.append(("root_id", .string(rootID.rawValue))) }
    if let parentID { record.append(("parent_id", .string(parentID.rawValue))) }
    if let groupID { record.append(("group", .string(groupID))) }
    if let origin { record.append(("origin", .string(origin))) }
    if let sentAt { record.append(("sent_at", .integer(sentAt.microseconds))) }
    if !headers.isEmpty { record.append(("headers", .object(headers))) }
    if !embed.isEmpty { record.append(("embed", .object(embed))) }
    if !properties.isEmpty { record.append(("properties", .object(properties))) }
    return JSONObject(unique: record)
  }

  /// Reads what `record` wrote. Throws the name of the first field that is missing or of the wrong kind.
  public init(record: JSONObject) throws(JSONError) {
    let fields = RecordFields(record)
    self.init(
      id: TaskID(try fields.required("id")), task: TaskName(try fields.required("task")),
      arguments: TaskArguments(try fields.array("args"), keywords: try fields.object("kwargs")),
      queue: try fields.text("queue").map(QueueName.init(_:)) ?? .standard,
      priority: Priority(Int(clamping: try fields.integer("priority") ?? 0)),
      eta: try fields.timestamp("eta"), expires: try fields.timestamp("expires"),
      retries: Int(clamping: try fields.integer("retries") ?? 0),
      timeLimit: TimeLimit(
        soft: try fields.integer("soft_time_limit").map(Duration.microseconds(_:)),
        hard: try fields.integer("time_limit").map(Duration.microseconds(_:))),
      ignoresResult: try fields.boolean("ignore_result"), rootID: try fields.text("root_id").map(TaskID.init(_:)),
      parentID: try fields.text("parent_id").map(TaskID.init(_:)), groupID: try fields.text("group"),
      origin: try fields.text("origin"), sentAt: try fields.timestamp("sent_at"),
      headers: try fields.object("headers"), embed: try fields.object("embed"),
      properties: try fields.object("properties"))
  }
}

/// Typed look-ups in a record; an absent or null field is nil, one of the wrong kind an error.
private struct RecordFields {
  let record: JSONObject

  init(_ record: JSONObject) { self.record = record }

  private func present(_ key: String) -> JSONValue? {
    guard let value = record[key], !value.isNull else { return nil }
    return value
  }

  private func wrongKind(_ key: String, _ value: JSONValue, _ expected: String) -> JSONError {
    JSONError("field '\(key)' of a stored message is \(value.kind), not \(expected)")
  }

  func text(_ key: String) throws(JSONError) -> String? {
    guard let value = present(key) else { return nil }
    guard let text = value.stringValue else { throw wrongKind(key, value, "a string") }
    return text
  }

  func required(_ key: String) throws(JSONError) -> String {
    guard let text = try text(key) else { throw JSONError("field '\(key)' of a stored message is missing") }
    return text
  }

  func integer(_ key: String) throws(JSONError) -> Int64? {
    guard let value = present(key) else { return nil }
    guard let number = value.integerValue else { throw wrongKind(key, value, "a whole number") }
    return number
  }

  func boolean(_ key: String) throws(JSONError) -> Bool? {
    guard let value = present(key) else { return nil }
    guard let flag = value.boolValue else { throw wrongKind(key, value, "a boolean") }
    return flag
  }

  func timestamp(_ key: String) throws(JSONError) -> Timestamp? {
    try integer(key).map(Timestamp.init(microseconds:))
  }

  func array(_ key: String) throws(JSONError) -> [JSONValue] {
    guard let value = present(key) else { return [] }
    guard let elements = value.arrayValue else { throw wrongKind(key, value, "an array") }
    return elements
  }

  func object(_ key: String) throws(JSONError) -> JSONObject {
    guard let value = present(key) else { return JSONObject() }
    guard let object = value.objectValue else { throw wrongKind(key, value, "an object") }
    return object
  }
}
