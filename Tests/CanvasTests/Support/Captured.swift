import TaskModel
import Testing

/// One of the captured messages, in our words.
func captured(_ text: String) throws -> TaskMessage {
  let json = try JSONParser.parse(text)
  let headers = try #require(json["headers"]?.objectValue)
  let body = try #require(json["body"]?.arrayValue)
  func header(_ name: String) -> String? { headers[name]?.stringValue }
  var others = JSONObject()
  for name in ["group_index", "replaced_task_nesting"] {
    if let value = headers[name], !value.isNull, value != 0 || name == "group_index" { others[name] = value }
  }
  return TaskMessage(
    id: TaskID(try #require(header("id"))), task: TaskName(try #require(header("task"))),
    arguments: TaskArguments(body[0].arrayValue ?? [], keywords: body[1].objectValue ?? [:]),
    ignoresResult: headers["ignore_result"]?.boolValue, rootID: header("root_id").map(TaskID.init(_:)),
    parentID: header("parent_id").map(TaskID.init(_:)), groupID: header("group"), headers: others,
    embed: body[2].objectValue ?? [:])
}

extension TaskMessage {
  /// What both sides must agree on: not what a sender makes up for itself, nor how it says that there is nothing.
  var essence: TaskMessage {
    var essence = self
    (essence.origin, essence.sentAt, essence.ignoresResult, essence.properties) = (nil, nil, nil, [:])
    essence.embed = JSONObject(unique: embed.members.filter { !$0.value.isNull && $0.value != [] })
    essence.embed = .init(essence.embed.map { ($0.key, $0.value.withoutNulls) })
    return essence
  }
}

extension JSONValue {
  /// Null options of signatures are absent ones, and a plain signature's missing members have their defaults.
  var withoutNulls: JSONValue {
    switch self {
    case .array(let elements): .array(elements.map(\.withoutNulls))
    case .object(let object):
      .object(JSONObject(object.filter { !$0.value.isNull }.map { ($0.key, $0.value.withoutNulls) }))
    default: self
    }
  }
}
