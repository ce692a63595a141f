import TaskModel

/// All that a daemon and its store know of one task at one moment: what ``TaskExplanation`` is made from.
struct TaskFacts {
  let id: TaskID
  let now: Timestamp
  /// Who answers.
  let node: String
  /// Every message of this id that the store has: two sends are two tasks.
  var messages: [LocatedMessage] = []
  /// Since when it runs on this node; nil where it does not.
  var runningSince: Timestamp?
  /// Claimed here, and not begun.
  var isReserved = false
  var isNodePaused = false
  /// So many run at once here, of which so many do.
  var slots = 0
  var busy = 0
  /// The queues that this node takes from; nil where it runs no tasks.
  var consumed: [QueueName]?
  var queues: [QueueStatistics] = []
  var pauses: [Pause] = []
  /// What the task's own settings limit, in words.
  var limits: [String] = []
  var isRegistered = true
  var isRevoked = false
  var result: TaskResult?
  var deadLetters: [DeadLetter] = []
  /// Committed and not yet in their queues; nil without a database.
  var outboxWaiting: Int?
}
