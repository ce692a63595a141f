public import TaskModel

/// How what a test sends is run. The pipeline is the daemon's in each: encoded, kept by a broker, claimed, decoded, run with its
/// transaction and its replays, settled.
public enum TaskMode: Sendable {
  /// ``TestedTasks/drain(propagatesErrors:)`` runs what is due, one task after the other. The default.
  case drained
  /// Each `send` outside of a transaction, and each commit, runs what is due before it returns, as the configuration's
  /// `task_always_eager` does. What tasks send while they run is run behind them.
  ///
  /// - Parameter propagatesErrors: whether `send` throws (`SendError` with the code `taskFailed`) when what it runs fails. A
  ///   commit never does: ``TestedTasks/drain(propagatesErrors:)`` does.
  case eager(propagatesErrors: Bool = false)
  /// A worker with threads runs what is due when it is due; `drain` waits until there is no more.
  ///
  /// - Parameter open: the broker, by this clock. Whoever gave it closes it.
  case queued(on: @Sendable (_ clock: any WallClock) async throws -> any Backend)
}
