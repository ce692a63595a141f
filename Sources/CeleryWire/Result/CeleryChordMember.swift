public import TaskModel

/// What Celery keeps of one member of a chord's header.
public struct CeleryChordMember: Sendable, Hashable {
  public var taskID: TaskID
  public var state: TaskState
  public var value: JSONValue
  public var failure: TaskFailure?
}
