/// One task as it travels: what to run, with what, where and when. A value; a broker adds the delivery around it.
///
/// The fields are those of Celery's task message, protocol 2
/// (https://docs.celeryq.dev/en/stable/internals/protocol.html); what we have no word for stays in `headers` and `embed`
/// and is carried on untouched.
public struct TaskMessage: Sendable, Hashable {
  public var id: TaskID
  public var task: TaskName
  public var arguments: TaskArguments
  public var queue: QueueName
  public var priority: Priority
  /// Not to be run before this moment.
  public var eta: Timestamp?
  /// Not to be run after this moment.
  public var expires: Timestamp?
  /// Attempts made before this one: 0 for the first.
  public var retries: Int
  public var timeLimit: TimeLimit
  /// Nil leaves it to the task's own setting.
  public var ignoresResult: Bool?
  public var rootID: TaskID?
  public var parentID: TaskID?
  public var groupID: String?
  /// Who sent it, such as `gen4711@web1`.
  public var origin: String?
  /// When it was first sent, where that is known.
  public var sentAt: Timestamp?
  /// Further headers: the sender's own, and those of Celery we do not interpret.
  public var headers: JSONObject
  /// Callbacks, errbacks, chain and chord, as the protocol's third body element has them.
  public var embed: JSONObject
  /// Properties of the transport's envelope that we do not interpret, such as Celery's `reply_to`.
  public var properties: JSONObject

  public init(
    id: TaskID, task: TaskName, arguments: TaskArguments = TaskArguments(), queue: QueueName = .standard,
    priority: Priority = .standard, eta: Timestamp? = nil, expires: Timestamp? = nil, retries: Int = 0,
    timeLimit: TimeLimit = TimeLimit(), ignoresResult: Bool? = nil, rootID: TaskID? = nil, parentID: TaskID? = nil,
    groupID: String? = nil, origin: String? = nil, sentAt: Timestamp? = nil, headers: JSONObject = JSONObject(),
    embed: JSONObject = JSONObject(), properties: JSONObject = JSONObject()
  ) {
    self.id = id
    self.task = task
    self.arguments = arguments
    self.queue = queue
    self.priority = priority
    self.eta = eta
    self.expires = expires
    self.retries = retries
    self.timeLimit = timeLimit
    self.ignoresResult = ignoresResult
    self.rootID = rootID
    self.parentID = parentID
    self.groupID = groupID
    self.origin = origin
    self.sentAt = sentAt
    self.headers = headers
    self.embed = embed
    self.properties = properties
  }
}
