import TaskModel

@testable import RedisBackend

extension NodeIdentity {
  static let web = NodeIdentity(name: "celery@web", incarnation: "1")
  static let batch = NodeIdentity(name: "celery@batch", incarnation: "1")
}

extension TaskMessage {
  static func sample(_ id: TaskID, queue: QueueName = .standard, priority: Int = 0, eta: Timestamp? = nil)
    -> TaskMessage
  {
    TaskMessage(
      id: id, task: "demo.add", arguments: TaskArguments([1, 2]), queue: queue, priority: Priority(priority), eta: eta)
  }
}

extension RedisBackend {
  func claimAll(
    by node: NodeIdentity = .web, _ limit: Int = 100, queues: [QueueName] = [.standard]
  ) async throws(BackendError) -> [ClaimedMessage] {
    try await claim(ClaimRequest(node: node, queues: queues, limit: limit)).messages
  }

  func waiting(_ queue: QueueName = .standard) async throws(BackendError) -> Int {
    try await queueStatistics(of: [queue]).first { $0.queue == queue }?.waiting ?? 0
  }

  func acknowledge(
    _ claimed: [ClaimedMessage], by node: NodeIdentity = .web
  ) async throws(BackendError) -> [Receipt] {
    try await settle(
      claimed.map { claimed in
        Settlement(
          receipt: claimed.receipt, disposition: .acknowledge,
          result: TaskResult(id: claimed.message.id, state: .success, value: 3, doneAt: clock.now))
      }, by: node)
  }
}
