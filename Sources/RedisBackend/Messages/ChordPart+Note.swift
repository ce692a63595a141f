import TaskModel

/// What is noted of a chord until its body has left: enough to send it, whoever does.
extension ChordPart {
  var note: [UInt8] {
    var fields: [(String, JSONValue)] = [
      ("group", .string(groupID)), ("task", .string(taskID.rawValue)), ("queue", .string(queue.rawValue)),
      ("body", .object(body)), ("done", .integer(doneAt.microseconds)),
    ]
    if let rootID { fields.append(("root", .string(rootID.rawValue))) }
    if let expires { fields.append(("expires", .integer(expires.microseconds))) }
    return JSONValue.object(JSONObject(fields)).jsonBytes
  }

  /// The part without its result. Nil for what is no note.
  init?(note: [UInt8]) {
    guard let fields = try? JSONParser.parse(note, options: JSONParser.Options(allowsNaN: true)).objectValue,
      let group = fields["group"]?.stringValue, let task = fields["task"]?.stringValue,
      let queue = fields["queue"]?.stringValue, let body = fields["body"]?.objectValue,
      let doneAt = fields["done"]?.integerValue
    else { return nil }
    self.init(
      groupID: group, taskID: TaskID(task), index: nil, state: .success, body: body, queue: QueueName(queue),
      rootID: fields["root"]?.stringValue.map(TaskID.init(_:)), doneAt: Timestamp(microseconds: doneAt),
      expires: fields["expires"]?.integerValue.map(Timestamp.init(microseconds:)))
  }
}
