import TaskModel

/// What follows from the way a delivery ended: what the store is told, and what the log is told.
struct Verdict: Sendable {
  var disposition: Settlement.Disposition
  var publish: [TaskMessage] = []
  var result: TaskResult?
  var outcome: TaskEnding.Outcome
}
