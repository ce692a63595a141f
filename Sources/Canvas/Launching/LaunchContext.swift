public import TaskModel

/// Who sends a workflow, and when.
public struct LaunchContext: Sendable {
  public var now: Timestamp
  /// The task that sends it.
  public var parentID: TaskID?
  /// The first task of all; nil: what is sent is the first.
  public var rootID: TaskID?
  /// The sender's name.
  public var origin: String?
  /// When records that follow may be deleted; nil keeps them.
  public var expires: Timestamp?
  /// Where a task goes whose signature does not say.
  public var queue: @Sendable (TaskName) -> QueueName

  public init(
    now: Timestamp, parentID: TaskID? = nil, rootID: TaskID? = nil, origin: String? = nil, expires: Timestamp? = nil,
    queue: @escaping @Sendable (TaskName) -> QueueName = { _ in .standard }
  ) {
    self.now = now
    self.parentID = parentID
    self.rootID = rootID
    self.origin = origin
    self.expires = expires
    self.queue = queue
  }
}
