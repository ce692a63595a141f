public import TaskModel
public import Tasks
public import Worker

/// The tasks of an application under test: what it sends with, what they work with, and what became of them.
public struct TestedTasks: Sendable {
  /// Sends, as the application does.
  public let queue: TaskQueue
  /// The application's database. What is sent in its transactions leaves with their commit.
  public let database: TaskDatabase
  /// Moved by hand: `clock.advance(by: .hours(2))`.
  public let clock: ManualClock
  /// What the application's `prepare` registered, with what the test put in its place.
  public let services: Services
  public let settings: Settings
  /// Where the messages and results are.
  public let store: any Backend
  var engine: any TaskEngine
  let record: RunRecord

  /// Runs what is due, and what that sends, until nothing is due. What was sent with a countdown runs when the clock has reached
  /// its time.
  ///
  /// - Parameter propagatesErrors: whether the first failure among the runs is thrown.
  /// - Returns: the runs since the last call, in the order in which they ended. Hold their number against what you
  ///   expect: a test that runs nothing proves nothing.
  /// - Throws: the `TaskFailure` of a task that failed for good; `DrainError` when there is no end of it.
  @discardableResult
  public func drain(propagatesErrors: Bool = true) async throws -> [TaskEnding] {
    try await engine.finishWhatIsDue()
    let new = try record.takeNew()
    if propagatesErrors, let failure = new.firstFailure { throw failure.failure }
    return new.filter(\.hasRun)
  }

  /// All runs so far, in the order in which they ended: each attempt of a task is one.
  public var runs: [TaskEnding] { record.endings.filter(\.hasRun) }

  /// What became of each message that was taken from the queue, also of those whose tasks were not run: expired, revoked,
  /// unknown, with arguments that do not fit.
  public var endings: [TaskEnding] { record.endings }

  /// What is known of a task's outcome; nil before it has any.
  public func result(of id: TaskID) async throws -> TaskResult? { try await store.result(of: id) }
}
