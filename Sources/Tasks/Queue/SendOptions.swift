public import TaskModel

/// How one task is sent, where that differs from what its type and the configuration say.
public struct SendOptions: Sendable, Hashable {
  /// Not to be run before this long from now. Less than zero is now.
  public var countdown: Duration?
  /// Not to be run before this moment. Not together with `countdown`.
  public var eta: Timestamp?
  /// Not to be run later than this long from now.
  public var expires: Duration?
  /// Not to be run after this moment. Not together with `expires`.
  public var expiresAt: Timestamp?
  public var queue: QueueName?
  public var priority: Priority?
  public var timeLimit: TimeLimit
  public var ignoresResult: Bool?
  /// Further headers of the message, for the task to read.
  public var headers: JSONObject
  /// The id, where the sender chooses it. Two sends with one id are two tasks.
  public var taskID: TaskID?
  /// Sent when the task succeeds, with its result as their first argument by position.
  public var link: [TaskSignature<JSONValue>]
  /// Sent when the task fails, with its id as their first argument by position.
  public var linkError: [TaskSignature<JSONValue>]
  /// Shown in logs and events instead of the task's name.
  public var shadow: String?
  /// Marks that say what belongs together, by name; tasks can be revoked by them.
  public var stamps: JSONObject

  public init(
    countdown: Duration? = nil, eta: Timestamp? = nil, expires: Duration? = nil, expiresAt: Timestamp? = nil,
    queue: QueueName? = nil, priority: Priority? = nil, timeLimit: TimeLimit = TimeLimit(), ignoresResult: Bool? = nil,
    headers: JSONObject = JSONObject(), taskID: TaskID? = nil, link: [TaskSignature<JSONValue>] = [],
    linkError: [TaskSignature<JSONValue>] = [], shadow: String? = nil, stamps: JSONObject = JSONObject()
  ) {
    self.countdown = countdown
    self.eta = eta
    self.expires = expires
    self.expiresAt = expiresAt
    self.queue = queue
    self.priority = priority
    self.timeLimit = timeLimit
    self.ignoresResult = ignoresResult
    self.headers = headers
    self.taskID = taskID
    self.link = link
    self.linkError = linkError
    self.shadow = shadow
    self.stamps = stamps
  }
}
