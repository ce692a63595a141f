import Canvas
public import TaskModel

extension TaskDefinition {
  /// This call, to be sent as part of a workflow. Throws when an argument is not JSON or the options contradict each other.
  public func signature(_ options: SendOptions) throws(SendError) -> TaskSignature<Output> {
    let arguments: TaskArguments
    do throws(ArgumentError) { arguments = try ArgumentCoding.encode(self) } catch { throw SendError(error) }
    return try Self.signature(arguments, options)
  }

  /// This call, to be sent as part of a workflow. Times count from when the task is sent: in a chain, from the end of the
  /// task before it.
  public func signature(
    countdown: Duration? = nil, eta: Timestamp? = nil, expires: Duration? = nil, queue: QueueName? = nil,
    priority: Priority? = nil, headers: JSONObject = JSONObject(), taskID: TaskID? = nil
  ) throws(SendError) -> TaskSignature<Output> {
    try signature(
      SendOptions(
        countdown: countdown, eta: eta, expires: expires, queue: queue, priority: priority, headers: headers,
        taskID: taskID))
  }

  /// A call of which some arguments are still to come: `Add.signature(keywords: ["y": 3])` leaves `x` to the result of the
  /// task before it (``TaskSignature``). They are held against the properties when the task is run.
  /// - Parameters:
  ///   - positional: in the order of the properties, behind what comes from the task before.
  ///   - keywords: by the names of the properties.
  public static func signature(
    _ positional: JSONValue..., keywords: JSONObject = JSONObject(), options: SendOptions = SendOptions()
  ) throws(SendError) -> TaskSignature<Output> {
    var keywords = keywords
    if argumentNames == .snakeCase {
      keywords = JSONObject(keywords.members.map { (SnakeCase.text(of: $0.key), $0.value) })
    }
    return try signature(TaskArguments(positional, keywords: keywords), options)
  }

  private static func signature(
    _ arguments: TaskArguments, _ options: SendOptions
  ) throws(SendError) -> TaskSignature<Output> {
    try MessageFactory.check(name, arguments)
    let (json, settings) = try options.signatureOptions()
    return TaskSignature(
      Signature(name, arguments, options: json), settings: settings.merging([name: TaskOptions(of: self)]) { $1 })
  }
}
