import TaskModel
import Worker

/// What runs the tasks of a test.
protocol TaskEngine: Sendable {
  /// These were sent outside of a transaction; none: a transaction was committed. Returns what was run because of it.
  func sent(_ ids: [TaskID]) async throws -> [TaskEnding]

  /// Returns when nothing is due any more.
  func finishWhatIsDue() async throws

  /// Nothing of it remains.
  func stop() async throws
}
