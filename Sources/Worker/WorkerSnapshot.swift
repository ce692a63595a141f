public import TaskModel

/// What a worker is doing at one moment.
public struct WorkerSnapshot: Sendable {
  public struct Active: Sendable {
    public var message: TaskMessage
    public var startedAt: Timestamp
    public var deliveryCount: Int
    public var acknowledged: Bool
    /// The latest state of the author's own, such as PROGRESS, with what it says.
    public var state: TaskState?
    public var meta: JSONValue
  }

  public var active: [Active]
  public var reserved: [TaskMessage]
  public var queues: [QueueName]
  public var threads: Int
  public var slots: Int
  public var isPaused: Bool
  public var isStopping: Bool
  /// Outcomes the broker does not have yet.
  public var unsettled: Int
  /// On the clock that never jumps; nil while the broker answers.
  public var brokerAwaySince: Timestamp?
  /// When the broker last answered, on the clock that never jumps.
  public var lastClaim: Timestamp?
}
