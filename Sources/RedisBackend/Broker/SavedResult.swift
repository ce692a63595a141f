import Canvas
import TaskModel

/// A member of a group as Celery saves it: `[[id, parent], null]` for a task, `[[id, parent], [members]]` for a group.
struct SavedResult {
  let id: TaskID
  /// Nil for a task.
  let members: [SavedResult]?

  init(_ value: JSONValue) {
    let parts = value.arrayValue ?? []
    id = TaskID(parts.first?.arrayValue?.first?.stringValue ?? parts.first?.stringValue ?? "")
    members = parts.count > 1 ? parts[1].arrayValue.map { $0.map(SavedResult.init) } : nil
  }

  /// All tasks in it.
  var tasks: [TaskID] { members?.flatMap(\.tasks) ?? [id] }

  /// With its value: a group's is the list of its members'. The first that failed stands for its group.
  func member(_ results: [TaskID: TaskResult]) -> ChordCompletion.Member {
    if let members {
      let joined = members.map { $0.member(results) }
      if let failed = joined.first(where: { $0.state != .success }) { return failed }
      return ChordCompletion.Member(taskID: id, state: .success, value: .array(joined.map(\.value)))
    }
    guard let result = results[id] else {
      let failure = TaskFailure(type: "ChordError", message: "its result is not there any more")
      return ChordCompletion.Member(taskID: id, state: .failure, value: .null, failure: failure)
    }
    return ChordCompletion.Member(taskID: id, state: result.state, value: result.value, failure: result.failure)
  }
}
