public import TaskModel

/// What Celery keeps of one member of a chord's header.
public struct CeleryChordMember: Sendable, Hashable {
  public var taskID: TaskID
  public var state: TaskState
  public var value: JSONValue
  public var failure: TaskFailure?

  public init(taskID: TaskID, state: TaskState, value: JSONValue, failure: TaskFailure?) {
    self.taskID = taskID
    self.state = state
    self.value = value
    self.failure = failure
  }
}
