import Foundation
import SQLiteBackend
import TaskModel
import TasksTesting

/// What most tests here need.
enum Samples {
  static let node = NodeIdentity(name: "celery@test", incarnation: "1")

  static func message(
    _ id: TaskID = .make(at: Timestamp(seconds: 1_800_000_000)), queue: QueueName = .standard, eta: Timestamp? = nil,
    text: String = "hello"
  ) -> TaskMessage {
    TaskMessage(id: id, task: "greet", arguments: TaskArguments([.string(text)]), queue: queue, eta: eta)
  }

  static func result(_ id: TaskID, _ state: TaskState = .success, expires: Timestamp? = nil) -> TaskResult {
    TaskResult(id: id, state: state, value: 1, doneAt: Timestamp(seconds: 1_800_000_000), expires: expires)
  }
}

extension SQLiteBackend {
  func claimAll(_ limit: Int = 1000, queues: [QueueName] = [.standard]) async throws(BackendError) -> ClaimBatch {
    try await claim(ClaimRequest(node: Samples.node, queues: queues, limit: limit))
  }

  /// How many messages wait in the standard queue.
  func waiting() async throws(BackendError) -> Int {
    try await queueStatistics(of: [.standard]).first { $0.queue == .standard }?.waiting ?? 0
  }
}

/// The error a call ends with; nil when it succeeds.
func failure<Value>(_ body: () async throws(BackendError) -> Value) async -> BackendError? {
  do throws(BackendError) {
    _ = try await body()
    return nil
  } catch {
    return error
  }
}
