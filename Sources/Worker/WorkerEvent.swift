public import TaskModel

/// What happens in a worker, for those who log, count and show it. The worker itself words nothing.
public enum WorkerEvent: Sendable {
  case started(TaskMessage, deliveryCount: Int)
  case ended(TaskEnding)
  /// A run went on after its limit, or after it was revoked; its thread's place was given away.
  case stuck(TaskMessage, running: Duration)
  /// The stuck code came back in the end; its outcome was dropped.
  case stuckReturned(TaskMessage, running: Duration)
  /// Messages of dead nodes were put back into their queues.
  case restored(Int)
  /// This node was taken for dead while it still ran them; another has them now, and their outcomes here were dropped.
  case leaseLost(count: Int)
  case brokerAway(BackendError)
  case brokerBack(downtime: Duration)
  /// The store refuses one outcome for good; the message was set aside.
  case outcomeRefused(TaskMessage?, BackendError)
}

/// How one delivery ended.
public struct TaskEnding: Sendable {
  public enum Outcome: Sendable, Hashable {
    case succeeded(JSONValue)
    case failed(TaskFailure)
    case retried(TaskFailure, in: Duration)
    case revoked
    case expired
    case deferred(until: Timestamp)
    case deadLettered(DeadLetter.Reason, detail: String)
    /// Given back unfinished, since the worker stops.
    case returned
  }

  /// Nil where the bytes could not be read.
  public var message: TaskMessage?
  public var outcome: Outcome
  public var deliveryCount: Int
  /// How long it ran; nil if it did not.
  public var duration: Duration?

  public init(message: TaskMessage?, outcome: Outcome, deliveryCount: Int, duration: Duration? = nil) {
    self.message = message
    self.outcome = outcome
    self.deliveryCount = deliveryCount
    self.duration = duration
  }
}
