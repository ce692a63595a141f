import Canvas
package import TaskModel

/// Makes messages of tasks: everything about sending that needs no broker. Whatever sends, at once or with a transaction's
/// commit, sends what this made.
package struct MessageFactory: Sendable {
  package var clock: any WallClock
  package var routes: TaskRoutes
  /// For tasks of which nobody says anything else.
  package var defaultQueue: QueueName
  package var defaultPriority: Priority
  /// The largest sum of arguments and headers in bytes of JSON.
  package var payloadLimit: Int
  /// Who sends, such as `gen4711@web1`.
  package var origin: String?
  /// The run that sends.
  package var parent: TaskID?
  /// The first of the tasks that led to this one.
  package var root: TaskID?

  package init(
    clock: any WallClock, routes: TaskRoutes = TaskRoutes(), defaultQueue: QueueName = .standard,
    defaultPriority: Priority = .standard, payloadLimit: Int = TaskQueue.standardPayloadLimit, origin: String? = nil
  ) {
    self.clock = clock
    self.routes = routes
    self.defaultQueue = defaultQueue
    self.defaultPriority = defaultPriority
    self.payloadLimit = payloadLimit
    self.origin = origin
  }

  /// The message of a Swift task; its arguments are encoded here and now.
  package func message<Definition: TaskDefinition>(
    for task: Definition, _ options: SendOptions = SendOptions()
  ) throws(SendError) -> TaskMessage {
    let arguments: TaskArguments
    do throws(ArgumentError) { arguments = try ArgumentCoding.encode(task) } catch { throw SendError(error) }
    let own = TaskOptions(of: Definition.self)
    var message = try message(Definition.name, arguments, options, own: own)
    if let unique = own.unique { message.unique = unique.claim(task.uniqueLimitKey(arguments)) }
    return message
  }

  /// The message of a task that is known by name only. `own`: its options, where they are known.
  package func message(
    named name: TaskName, _ arguments: TaskArguments, _ options: SendOptions = SendOptions(),
    own: TaskOptions = TaskOptions()
  ) throws(SendError) -> TaskMessage {
    try Self.check(name, arguments)
    return try message(name, arguments, options, own: own)
  }

  private func message(
    _ name: TaskName, _ arguments: TaskArguments, _ options: SendOptions, own: TaskOptions
  ) throws(SendError) -> TaskMessage {
    let now = clock.now
    let times = try MessageTimes(options, own: own, now: now)
    try Self.checkHeaders(options.headers)
    try Stamps.check(options.stamps)
    if let id = options.taskID { try Self.check(id) }
    let id = options.taskID ?? TaskID.make(at: now)
    let route = routes[name]
    let message = TaskMessage(
      id: id, task: name, arguments: arguments,
      queue: options.queue ?? route?.queue ?? own.queue ?? defaultQueue,
      priority: options.priority ?? route?.priority ?? own.priority ?? defaultPriority,
      eta: times.eta, expires: times.expires, timeLimit: options.timeLimit, ignoresResult: options.ignoresResult,
      rootID: root ?? id, parentID: parent, origin: origin, sentAt: now, headers: headers(options),
      embed: embed(options))
    try checkSize(of: message)
    return message
  }

  /// The sender's, and those in which Celery has a task's other name and its stamps.
  private func headers(_ options: SendOptions) -> JSONObject {
    var headers = options.headers
    if let shadow = options.shadow { headers["shadow"] = .string(shadow) }
    if !options.stamps.isEmpty {
      headers["stamped_headers"] = .array(options.stamps.keys.map(JSONValue.string))
      headers["stamps"] = .object(options.stamps)
    }
    return headers
  }

  private func embed(_ options: SendOptions) -> JSONObject {
    var embed = JSONObject()
    if !options.link.isEmpty { embed["callbacks"] = .array(options.link.map { addressed($0).json }) }
    if !options.linkError.isEmpty { embed["errbacks"] = .array(options.linkError.map { addressed($0).json }) }
    return embed
  }

  func checkSize(of message: TaskMessage) throws(SendError) {
    var writer = JSONWriter()
    writer.write(array: message.arguments.positional)
    writer.write(object: message.arguments.keywords)
    if !message.headers.isEmpty { writer.write(object: message.headers) }
    if !message.embed.isEmpty { writer.write(object: message.embed) }
    let size = writer.bytes.count
    guard size <= payloadLimit else {
      throw SendError(
        .tooLarge,
        "the arguments take \(size) bytes of JSON, the queue takes at most \(payloadLimit): "
          + "store large data elsewhere and send its key")
    }
  }
}

/// What must hold of a call wherever it is put together.
extension MessageFactory {
  static func check(_ name: TaskName, _ arguments: TaskArguments) throws(SendError) {
    guard !name.rawValue.isEmpty else { throw SendError(.invalidOptions, "the task's name is empty") }
    do throws(ArgumentError) {
      for (index, value) in arguments.positional.enumerated() { try ValueCoding.check(value, root: "args[\(index)]") }
      for (key, value) in arguments.keywords { try ValueCoding.check(value, root: key) }
    } catch { throw SendError(error) }
  }

  static func check(_ id: TaskID) throws(SendError) {
    guard !id.rawValue.isEmpty else { throw SendError(.invalidOptions, "the task id is empty") }
  }

  static func checkHeaders(_ headers: JSONObject) throws(SendError) {
    do throws(ArgumentError) { try ValueCoding.check(.object(headers), root: "headers") } catch {
      throw SendError(error)
    }
  }
}
