/// What is known of a task's outcome: the record that `AsyncResult` reads.
public struct TaskResult: Sendable, Hashable {
  public var id: TaskID
  public var state: TaskState
  /// The return value; for states of an author's own, its metadata.
  public var value: JSONValue
  public var failure: TaskFailure?
  public var task: TaskName?
  public var queue: QueueName?
  /// The node that ran it.
  public var worker: String?
  public var retries: Int
  public var startedAt: Timestamp?
  /// When it reached this state.
  public var doneAt: Timestamp
  /// When the record may be deleted; nil keeps it.
  public var expires: Timestamp?
  /// The group it belongs to.
  public var groupID: String?
  /// The task that sent it.
  public var parentID: TaskID?
  /// What it sent on its way: Celery's result tuples, `[[id, parent], null]` for a task, `[[id, parent], [tuples]]` for a
  /// group.
  public var children: [JSONValue]
  /// The arguments, where results are to tell them (`result_extended`).
  public var arguments: TaskArguments?

  public init(
    id: TaskID, state: TaskState, value: JSONValue = .null, failure: TaskFailure? = nil, task: TaskName? = nil,
    queue: QueueName? = nil, worker: String? = nil, retries: Int = 0, startedAt: Timestamp? = nil, doneAt: Timestamp,
    expires: Timestamp? = nil, groupID: String? = nil, parentID: TaskID? = nil, children: [JSONValue] = [],
    arguments: TaskArguments? = nil
  ) {
    self.id = id
    self.state = state
    self.value = value
    self.failure = failure
    self.task = task
    self.queue = queue
    self.worker = worker
    self.retries = retries
    self.startedAt = startedAt
    self.doneAt = doneAt
    self.expires = expires
    self.groupID = groupID
    self.parentID = parentID
    self.children = children
    self.arguments = arguments
  }
}
