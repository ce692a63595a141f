import TaskModel

/// A part of a chord as two JSON objects: what is the member's own, and what all members of the chord have in common.
extension ChordPart {
  var memberRecord: JSONObject {
    var members: [(String, JSONValue)] = [("id", .string(taskID.rawValue)), ("state", .string(state.rawValue))]
    if let index { members.append(("index", .integer(Int64(index)))) }
    if !value.isNull { members.append(("value", value)) }
    if let failure { members += failure.recordMembers }
    members.append(("done", .integer(doneAt.microseconds)))
    return JSONObject(members)
  }

  var chordRecord: JSONObject {
    var members: [(String, JSONValue)] = [
      ("group", .string(groupID)), ("body", .object(body)), ("queue", .string(queue.rawValue)),
    ]
    if let rootID { members.append(("root_id", .string(rootID.rawValue))) }
    if let expires { members.append(("expires", .integer(expires.microseconds))) }
    return JSONObject(members)
  }

  /// Nil where a member that must be there is missing.
  init?(member: JSONObject, of chord: JSONObject) {
    guard let groupID = chord["group"]?.stringValue, let body = chord["body"]?.objectValue,
      let queue = chord["queue"]?.stringValue, let id = member["id"]?.stringValue,
      let state = member["state"]?.stringValue, let doneAt = member["done"]?.integerValue
    else { return nil }
    self.init(
      groupID: groupID, taskID: TaskID(id), index: member["index"]?.integerValue.map(Int.init(clamping:)),
      state: TaskState(rawValue: state), value: member["value"] ?? .null, failure: TaskFailure(record: member),
      body: body, queue: QueueName(queue), rootID: chord["root_id"]?.stringValue.map(TaskID.init(_:)),
      doneAt: Timestamp(microseconds: doneAt),
      expires: chord["expires"]?.integerValue.map(Timestamp.init(microseconds:)))
  }
}
