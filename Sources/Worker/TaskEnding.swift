public import TaskModel

/// How one delivery ended.
public struct TaskEnding: Sendable {
  public enum Outcome: Sendable, Hashable {
    case succeeded(JSONValue)
    case failed(TaskFailure)
    case retried(TaskFailure, in: Duration)
    /// Another workflow runs under its id.
    case replaced
    /// Nothing of it was recorded, as it wished.
    case ignored
    /// Refused by its own code, and back in the queue.
    case requeued(String)
    case revoked
    case expired
    /// Not run, since another task holds the key of which it was to be the only one.
    case duplicate(of: TaskID)
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
