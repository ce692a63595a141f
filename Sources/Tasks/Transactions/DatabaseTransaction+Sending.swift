import Canvas
public import TaskModel

/// Sending with the commit. What cannot be sent throws on the calling line, and the transaction can go on. The id is
/// good at once; the task is known to the queue once the transaction is committed and its rows are relayed.
extension DatabaseTransaction {
  /// Sends a task when the transaction is committed.
  @discardableResult
  public func send<Definition: TaskDefinition>(_ task: Definition, options: SendOptions) throws(SendError) -> TaskID {
    let message = try outbox.messages.message(for: task, options)
    try outbox.add([OutboxRow(message)], as: [message.asChild])
    return message.id
  }

  /// Sends a task when the transaction is committed. Times count from now.
  /// - Parameters:
  ///   - countdown: not to be run before this long from now.
  ///   - eta: not to be run before this moment.
  ///   - expires: not to be run later than this long from now.
  ///   - taskID: the id, where the sender chooses it.
  @discardableResult
  public func send<Definition: TaskDefinition>(
    _ task: Definition, countdown: Duration? = nil, eta: Timestamp? = nil, expires: Duration? = nil,
    queue: QueueName? = nil, priority: Priority? = nil, headers: JSONObject = JSONObject(), taskID: TaskID? = nil
  ) throws(SendError) -> TaskID {
    let options = SendOptions(
      countdown: countdown, eta: eta, expires: expires, queue: queue, priority: priority, headers: headers,
      taskID: taskID)
    return try send(task, options: options)
  }

  /// Sends a task of which only the name is known here.
  @discardableResult
  public func send(
    name: TaskName, arguments: TaskArguments = TaskArguments(), options: SendOptions = SendOptions()
  ) throws(SendError) -> TaskID {
    let message = try outbox.messages.message(named: name, arguments, options)
    try outbox.add([OutboxRow(message)], as: [message.asChild])
    return message.id
  }

  /// Sends many tasks.
  @discardableResult
  public func send<Definition: TaskDefinition>(
    all tasks: [Definition], options: SendOptions = SendOptions()
  ) throws(SendError) -> [TaskID] {
    var rows: [OutboxRow] = []
    for task in tasks { rows.append(OutboxRow(try outbox.messages.message(for: task, options))) }
    try outbox.add(rows, as: rows.map(\.message.asChild))
    return rows.map(\.message.id)
  }

  /// Sends a workflow; returns the id of its last task, nil where it ends in a group.
  @discardableResult
  public func send(_ workflow: TaskSignature<some Sendable>) throws(SendError) -> TaskID? {
    let sent = try outbox.messages.launch(workflow)
    try outbox.add(OutboxRow.rows(sent.followUps), as: [sent.result])
    return WorkflowEnd(sent.result).taskID
  }
}

extension TaskMessage {
  /// Celery's result tuple of a task that was sent alone.
  var asChild: JSONValue { [[.string(id.rawValue), .null], .null] }
}
