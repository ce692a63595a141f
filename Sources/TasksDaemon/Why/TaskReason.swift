import TaskModel

/// One thing that is known of a task, in words, with what to do about it where something can be done.
struct TaskReason: Sendable, Hashable {
  /// A name that does not change, for programs.
  enum Code: String, Sendable, Hashable, CaseIterable {
    case running, reserved, heldElsewhere = "held_elsewhere", waiting, deferred, retry, limited, queuePaused =
      "queue_paused"
    case nodePaused = "node_paused", notConsumed = "not_consumed", noWorker = "no_worker", busy, revoked, expired
    case unregistered, outcome, dead, outbox, unknown
  }

  let code: Code
  let text: String
  var advice: String?

  init(_ code: Code, _ text: String, advice: String? = nil) {
    self.code = code
    self.text = text
    self.advice = advice
  }

  var record: JSONValue {
    ["code": .string(code.rawValue), "text": .string(text), "advice": JSONValue(advice)]
  }
}
