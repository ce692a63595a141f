import TaskModel

/// A failure as members of a record that says other things, too.
extension TaskFailure {
  var recordMembers: [(String, JSONValue)] {
    var members: [(String, JSONValue)] = [("error", .string(type)), ("message", .string(message))]
    if let details { members.append(("details", .string(details))) }
    if let module { members.append(("module", .string(module))) }
    if let arguments { members.append(("error_args", .array(arguments))) }
    return members
  }

  /// Nil where the record tells of no failure.
  init?(record: JSONObject) {
    guard let type = record["error"]?.stringValue else { return nil }
    self.init(
      type: type, message: record["message"]?.stringValue ?? "", details: record["details"]?.stringValue,
      module: record["module"]?.stringValue, arguments: record["error_args"]?.arrayValue)
  }
}
