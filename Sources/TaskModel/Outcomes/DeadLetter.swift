/// A message set aside, with its reason and, where it could be read, the message itself, so that it can be replayed.
public struct DeadLetter: Sendable, Hashable {
  public enum Reason: String, Sendable, Hashable, CaseIterable {
    case unknownTask = "unknown task"
    case unreadable = "unreadable"
    case tooManyDeliveries = "too many deliveries"
    case rejected = "rejected"
  }

  /// Its number in the dead-letter list, by which it is shown, replayed and dropped.
  public let number: Int64
  public let reason: Reason
  public let detail: String
  public let queue: QueueName
  public let diedAt: Timestamp
  public let deliveryCount: Int
  /// Nil where the bytes could not be read.
  public let message: TaskMessage?
  /// The bytes as they came, where they could not be read.
  public let bytes: [UInt8]

  public init(
    number: Int64, reason: Reason, detail: String, queue: QueueName, diedAt: Timestamp, deliveryCount: Int,
    message: TaskMessage?, bytes: [UInt8] = []
  ) {
    self.number = number
    self.reason = reason
    self.detail = detail
    self.queue = queue
    self.diedAt = diedAt
    self.deliveryCount = deliveryCount
    self.message = message
    self.bytes = bytes
  }
}
