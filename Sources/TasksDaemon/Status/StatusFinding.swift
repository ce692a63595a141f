import TaskModel

/// One thing that `ctl status` has to say besides the figures.
struct StatusFinding: Sendable, Hashable {
  enum Weight: String, Sendable, Hashable {
    /// Tasks are not being executed, or some are not.
    case problem
    /// Worth a look.
    case note
  }

  /// A name that does not change, for programs.
  enum Code: String, Sendable, Hashable, CaseIterable {
    case unhealthy, notReady = "not_ready", brokerAway = "broker_away", storeSilent = "store_silent"
    case nodePaused = "node_paused", stopping, queuePaused = "queue_paused", notConsumed = "not_consumed"
    case entryOverdue = "entry_overdue", entryFailed = "entry_failed", busy, noWorker = "no_worker", beatOff =
      "beat_off"
    case entryPaused = "entry_paused", outboxSetAside = "outbox_set_aside", databaseAway = "database_away"
    case deadLetters = "dead_letters"
  }

  let code: Code
  let weight: Weight
  let text: String

  init(_ code: Code, _ weight: Weight, _ text: String) {
    self.code = code
    self.weight = weight
    self.text = text
  }

  var record: JSONValue {
    ["code": .string(code.rawValue), "weight": .string(weight.rawValue), "text": .string(text)]
  }
}
