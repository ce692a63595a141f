import TaskModel

@testable import Worker

/// Values the tables of tests are made of.
enum Samples {
  static let now = Timestamp(seconds: 1_800_000_000)
  static let node = NodeIdentity(name: "celery@test", incarnation: "1")

  static func claimed(
    _ task: TaskName = "send", deliveryCount: Int = 1, receipt: String = "7",
    adjust: (inout TaskMessage) -> Void = { _ in }
  ) -> ClaimedMessage {
    var message = TaskMessage(id: TaskID("id\(receipt)"), task: task)
    adjust(&message)
    return ClaimedMessage(receipt: Receipt(receipt), message: message, deliveryCount: deliveryCount)
  }

  static func options(_ adjust: (inout WorkerOptions) -> Void = { _ in }) -> WorkerOptions {
    var options = WorkerOptions(node: node)
    adjust(&options)
    return options
  }

  static let away = BackendError(.unavailable, attempted: "settle", place: "memory", reason: "a test says so")
  static let refused = BackendError(.refused, attempted: "settle", place: "memory", reason: "a test says so")
}
