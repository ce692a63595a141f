import ControlAPI
import TaskModel

/// What a verdict is made from: the daemon's answers, read. What is missing in them is nought or nil.
struct StatusFacts: Sendable {
  struct Queue: Sendable {
    var name: String
    var waiting: Int64 = 0
    var deferred: Int64 = 0
    var inFlight: Int64 = 0
    /// Nil: nothing waits, or its sender did not say when it was sent.
    var oldestAge: Duration?
    /// Whether this node takes from it.
    var isConsumed = false
    var pausedSince: String?
    /// Begun by this node, each second of the last minute.
    var rate = 0.0

    /// When nothing waits any more, at this rate; nil where nobody knows.
    var timeToEmpty: Duration? {
      waiting > 0 && rate > 0 ? Duration(saturatingSeconds: Double(waiting) / rate) : nil
    }
  }

  struct Entry: Sendable {
    var name: String
    /// `enabled`, `paused` or `disabled`.
    var state = "enabled"
    var overdueSince: String?
    var lastOutcome: String?
  }

  var health = Health(isHealthy: true, isReady: true, text: "")
  var roles: [String] = []
  var brokerAway: Duration?
  var isPaused = false
  var isStopping = false
  var slots: Int64 = 0
  var running: Int64 = 0
  /// Nil while the store does not answer.
  var queues: [Queue]? = []
  var entries: [Entry] = []
  var dead: Int64 = 0
  var newestDead: String?
  var outboxSetAside: Int64 = 0
  var databaseAway: Duration?

  var runsTasks: Bool { roles.isEmpty || roles.contains("worker") }
  var hasBeat: Bool { roles.contains("beat") }
}

extension StatusFacts.Queue {
  init(_ name: String, _ queue: JSONValue) {
    self.init(
      name: name, waiting: queue["waiting"]?.integerValue ?? 0, deferred: queue["deferred"]?.integerValue ?? 0,
      inFlight: queue["in_flight"]?.integerValue ?? 0,
      oldestAge: queue["oldest_age"]?.doubleValue.map(Duration.init(saturatingSeconds:)),
      isConsumed: queue["consumed"]?.boolValue ?? false, pausedSince: queue["paused_since"]?.stringValue,
      rate: queue["rate"]?.doubleValue ?? 0)
  }
}

extension StatusFacts.Entry {
  init(_ entry: JSONValue) {
    self.init(
      name: entry["name"]?.stringValue ?? "", state: entry["state"]?.stringValue ?? "",
      overdueSince: entry["overdue_since"]?.stringValue, lastOutcome: entry["last_outcome"]?.stringValue)
  }
}
