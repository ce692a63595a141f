import TaskModel

/// A result as one JSON object, as this store keeps it.
extension TaskResult {
  var record: JSONObject {
    var members: [(String, JSONValue)] = [("id", .string(id.rawValue)), ("state", .string(state.rawValue))]
    if !value.isNull { members.append(("value", value)) }
    if let failure { members += failure.recordMembers }
    if let task { members.append(("task", .string(task.rawValue))) }
    if let queue { members.append(("queue", .string(queue.rawValue))) }
    if let worker { members.append(("worker", .string(worker))) }
    if retries != 0 { members.append(("retries", .integer(Int64(retries)))) }
    if let startedAt { members.append(("started", .integer(startedAt.microseconds))) }
    members.append(("done", .integer(doneAt.microseconds)))
    if let expires { members.append(("expires", .integer(expires.microseconds))) }
    if let groupID { members.append(("group", .string(groupID))) }
    if let parentID { members.append(("parent", .string(parentID.rawValue))) }
    if !children.isEmpty { members.append(("children", .array(children))) }
    if let arguments {
      members.append(("args", .array(arguments.positional)))
      members.append(("kwargs", .object(arguments.keywords)))
    }
    return JSONObject(members)
  }

  /// Nil where a member that must be there is missing.
  init?(record: JSONObject) {
    func text(_ key: String) -> String? { record[key]?.stringValue }
    func moment(_ key: String) -> Timestamp? { record[key]?.integerValue.map(Timestamp.init(microseconds:)) }
    guard let id = text("id"), let state = text("state"), let doneAt = moment("done") else { return nil }
    self.init(
      id: TaskID(id), state: TaskState(rawValue: state), value: record["value"] ?? .null,
      failure: TaskFailure(record: record), task: text("task").map(TaskName.init(_:)),
      queue: text("queue").map(QueueName.init(_:)), worker: text("worker"),
      retries: Int(clamping: record["retries"]?.integerValue ?? 0), startedAt: moment("started"), doneAt: doneAt,
      expires: moment("expires"), groupID: text("group"), parentID: text("parent").map(TaskID.init(_:)),
      children: record["children"]?.arrayValue ?? [],
      arguments: record["args"]?.arrayValue.map {
        TaskArguments($0, keywords: record["kwargs"]?.objectValue ?? JSONObject())
      })
  }
}
