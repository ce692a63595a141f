import TaskModel

/// By what the end of a workflow is known, read from Celery's result tuple: `[[id, parent], null]` for a task,
/// `[[id, parent], [tuples]]` for a group, null when there was nothing to send.
struct WorkflowEnd: Hashable {
  let taskID: TaskID?

  func isOne(of ids: Set<TaskID>) -> Bool { taskID.map(ids.contains) ?? false }

  let groupID: String?
  /// Of the group, groups in it flattened.
  let memberIDs: [TaskID]

  init(_ tuple: JSONValue) {
    let parts = tuple.arrayValue ?? []
    let id = parts.first?.arrayValue?.first?.stringValue
    let members = parts.dropFirst().first?.arrayValue
    taskID = members == nil ? id.map(TaskID.init(_:)) : nil
    groupID = members == nil ? nil : id
    memberIDs = (members ?? []).map(WorkflowEnd.init).flatMap { end in
      end.taskID.map { [$0] } ?? end.memberIDs
    }
  }
}
