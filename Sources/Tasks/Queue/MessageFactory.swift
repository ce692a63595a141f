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
    return try message(Definition.name, arguments, options, own: TaskOptions(of: Definition.self))
  }

  /// The message of a task that is known by name only. `own`: its options, where they are known.
  package func message(
    named name: TaskName, _ arguments: TaskArguments, _ options: SendOptions = SendOptions(),
    own: TaskOptions = TaskOptions()
  ) throws(SendError) -> TaskMessage {
    guard !name.rawValue.isEmpty else { throw SendError(.invalidOptions, "the task's name is empty") }
    do throws(ArgumentError) {
      for (index, value) in arguments.positional.enumerated() { try ValueCoding.check(value, root: "args[\(index)]") }
      for (key, value) in arguments.keywords { try ValueCoding.check(value, root: key) }
    } catch { throw SendError(error) }
    return try message(name, arguments, options, own: own)
  }

  private func message(
    _ name: TaskName, _ arguments: TaskArguments, _ options: SendOptions, own: TaskOptions
  ) throws(SendError) -> TaskMessage {
    let now = clock.now
    let times = try MessageTimes(options, own: own, now: now)
    try checkHeaders(options.headers)
    try checkSize(of: arguments, headers: options.headers)
    let id = try options.taskID.map(checked) ?? TaskID.make(at: now)
    let route = routes[name]
    return TaskMessage(
      id: id, task: name, arguments: arguments,
      queue: options.queue ?? route?.queue ?? own.queue ?? defaultQueue,
      priority: options.priority ?? route?.priority ?? own.priority ?? defaultPriority,
      eta: times.eta, expires: times.expires, timeLimit: options.timeLimit, ignoresResult: options.ignoresResult,
      rootID: root ?? id, parentID: parent, origin: origin, sentAt: now, headers: options.headers)
  }

  private func checked(_ id: TaskID) throws(SendError) -> TaskID {
    guard !id.rawValue.isEmpty else { throw SendError(.invalidOptions, "the task id is empty") }
    return id
  }

  private func checkHeaders(_ headers: JSONObject) throws(SendError) {
    do throws(ArgumentError) { try ValueCoding.check(.object(headers), root: "headers") } catch {
      throw SendError(error)
    }
  }

  private func checkSize(of arguments: TaskArguments, headers: JSONObject) throws(SendError) {
    var writer = JSONWriter()
    writer.write(array: arguments.positional)
    writer.write(object: arguments.keywords)
    if !headers.isEmpty { writer.write(object: headers) }
    let size = writer.bytes.count
    guard size <= payloadLimit else {
      throw SendError(
        .tooLarge,
        "the arguments take \(size) bytes of JSON, the queue takes at most \(payloadLimit): "
          + "store large data elsewhere and send its key")
    }
  }
}
