import Synchronization
import TaskModel
import Tasks
import Worker

/// Eager mode: runs tasks where they are sent.
final class EagerTasks: Sendable {
  private let runner: Drain
  private let propagatesErrors: Bool
  /// What nobody was told yet.
  private let untold = Mutex<(any Error)?>(nil)

  init(_ drain: Drain, propagatesErrors: Bool) {
    runner = drain
    self.propagatesErrors = propagatesErrors
  }

  /// Runs what was sent. What a run sends is run behind it.
  func sent(_ ids: [TaskID]) async throws(SendError) {
    if Drain.isRunning { return }
    let endings: [TaskEnding]
    do { endings = try await runner.run(awaiting: ids) } catch { return note(error) }
    if propagatesErrors, let failed = endings.firstFailure { throw SendError(failed.failure, of: failed.task) }
  }

  /// Runs what was committed.
  func committed() async {
    if Drain.isRunning { return }
    do { note(try await runner.run()) } catch { note(error) }
  }

  func drain() async throws {
    note(try await runner.run())
    if let error = untold.withLock({ $0.take() }) { throw error }
  }

  private func note(_ endings: [TaskEnding]) {
    if propagatesErrors, let failed = endings.firstFailure { note(failed.failure) }
  }

  private func note(_ error: any Error) { untold.withLock { $0 = $0 ?? error } }
}
