import TaskModel
import Worker

/// Runs tasks where they are drained, or in eager mode where they are sent.
struct InPlaceEngine: TaskEngine {
  let drain: Drain
  let isEager: Bool

  /// What a run sends is drained behind it.
  func sent(_ ids: [TaskID]) async throws -> [TaskEnding] {
    isEager && !Drain.isRunning ? try await drain.run(awaiting: ids) : []
  }

  func finishWhatIsDue() async throws { try await drain.run() }

  func stop() {}
}
