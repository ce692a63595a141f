import TaskModel

/// What the memory backend keeps of one message besides the message.
struct MemoryEntry: Sendable {
  enum Content: Sendable {
    case message(TaskMessage)
    case unreadable([UInt8], reason: String)
  }

  var content: Content
  var queue: QueueName
  var step: Int
  /// Its place in the line of its step. An entry that is put back keeps its number and so stands in front again.
  var sequence: Int
  var deliveryCount = 0
  /// When it became ready; for a deferred one: when it will.
  var readyAt: Timestamp

  var message: TaskMessage? { if case .message(let message) = content { message } else { nil } }
}
