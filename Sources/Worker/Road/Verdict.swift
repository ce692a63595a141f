import TaskModel

/// What follows from the way a delivery ended: what the store is told, and what the log is told.
struct Verdict: Sendable {
  var disposition: Settlement.Disposition
  var followUps = FollowUps()
  var result: TaskResult?
  var outcome: TaskEnding.Outcome
}
