/// A message that a node holds: out of its queue, recorded as in flight, owed exactly one settlement.
public struct ClaimedMessage: Sendable, Hashable {
  public let receipt: Receipt
  public let message: TaskMessage
  /// How many times it has been handed out, this time included. More than 1 after a crash or a lost lease.
  public let deliveryCount: Int

  public init(receipt: Receipt, message: TaskMessage, deliveryCount: Int) {
    self.receipt = receipt
    self.message = message
    self.deliveryCount = deliveryCount
  }
}

/// A broker's own handle on one claimed message. Only the broker that gave it can read it.
public struct Receipt: Sendable, Hashable {
  public let rawValue: String
  public init(_ rawValue: String) { self.rawValue = rawValue }
}

/// Bytes from a queue that are no message: data, not an exception. Already claimed; owed a dead-letter settlement.
public struct UnreadableMessage: Sendable, Hashable {
  public let receipt: Receipt
  public let queue: QueueName
  public let bytes: [UInt8]
  public let reason: String

  public init(receipt: Receipt, queue: QueueName, bytes: [UInt8], reason: String) {
    self.receipt = receipt
    self.queue = queue
    self.bytes = bytes
    self.reason = reason
  }
}
