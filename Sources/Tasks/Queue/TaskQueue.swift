public import TaskModel

/// Sends tasks: `try await queue.send(SendSMS(to: "…", text: "…"), countdown: .hours(2))`.
///
/// A send encodes the task on the line that calls it, so that a value that is not JSON fails there, and returns once the
/// broker has the message. Inside a database transaction send through the transaction instead, so that the task leaves
/// with the commit.
public struct TaskQueue: Sendable {
  /// 16 MiB: enough for any arguments. Files belong into a store, their key into the message.
  public static let standardPayloadLimit = 1 << 24

  package private(set) var messages: MessageFactory
  private let broker: any Broker
  let results: (any ResultStore)?
  /// Told of each thing that is sent, by its result tuple.
  private var noteChild: (@Sendable (JSONValue) -> Void)?
  /// What is done with each thing that was sent before `send` returns.
  private var afterSend: (@Sendable ([TaskID]) async throws(SendError) -> Void)?

  /// - Parameters:
  ///   - results: where outcomes are read from; nil when none are kept.
  ///   - routes: the configuration's queues and priorities by task name.
  ///   - defaultQueue: for tasks of which neither sender nor configuration nor their type say where they go.
  ///   - defaultPriority: the same for priorities.
  ///   - payloadLimit: the largest sum of a message's arguments and headers, in bytes of JSON.
  ///   - origin: who sends, such as `gen4711@web1`.
  public init(
    broker: any Broker, results: (any ResultStore)?, clock: any WallClock, routes: TaskRoutes = TaskRoutes(),
    defaultQueue: QueueName = .standard, defaultPriority: Priority = .standard,
    payloadLimit: Int = standardPayloadLimit, origin: String? = nil
  ) {
    self.broker = broker
    self.results = results
    messages = MessageFactory(
      clock: clock, routes: routes, defaultQueue: defaultQueue, defaultPriority: defaultPriority,
      payloadLimit: payloadLimit, origin: origin)
  }

  public var clock: any WallClock { messages.clock }

  /// Where what comes from an outbox goes; nil where the broker takes nothing from one.
  var relayStore: (any RelayStore)? { broker as? any RelayStore }

  /// The same queue, whose tasks know which run sent them, and whose run knows what it sent.
  package func sending(from run: RunContext) -> TaskQueue {
    var queue = self
    queue.messages.parent = run.message.id
    queue.messages.root = run.message.rootID ?? run.message.id
    queue.noteChild = run.noteChild
    return queue
  }

  /// The same queue in eager mode: `run` gets what was sent, by its ids, before `send` returns; what leaves with a transaction's
  /// commit is not among it.
  package func running(_ run: @escaping @Sendable ([TaskID]) async throws(SendError) -> Void) -> TaskQueue {
    var queue = self
    queue.afterSend = run
    return queue
  }
}

extension TaskQueue {
  /// Sends a task. Where one of its kind is there already that must be the only one, nothing is sent, and the result is that
  /// one's (`TaskDefinition.unique`).
  @discardableResult
  public func send<Definition: TaskDefinition>(
    _ task: Definition, options: SendOptions
  ) async throws(SendError) -> AsyncResult<Definition.Output> {
    let message = try messages.message(for: task, options)
    let id = try await enqueue([message]).first?.holder ?? message.id
    let ignored = options.ignoresResult ?? TaskOptions(of: Definition.self).ignoresResult
    return result(of: id, as: Definition.Output.self, isIgnored: ignored)
  }

  /// Sends a task.
  /// - Parameters:
  ///   - countdown: not to be run before this long from now.
  ///   - eta: not to be run before this moment.
  ///   - expires: not to be run later than this long from now.
  ///   - taskID: the id, where the sender chooses it.
  @discardableResult
  public func send<Definition: TaskDefinition>(
    _ task: Definition, countdown: Duration? = nil, eta: Timestamp? = nil, expires: Duration? = nil,
    queue: QueueName? = nil, priority: Priority? = nil, headers: JSONObject = JSONObject(), taskID: TaskID? = nil
  ) async throws(SendError) -> AsyncResult<Definition.Output> {
    let options = SendOptions(
      countdown: countdown, eta: eta, expires: expires, queue: queue, priority: priority, headers: headers,
      taskID: taskID)
    return try await send(task, options: options)
  }

  /// Sends a task of which only the name is known here: a configured command, or one of another program.
  @discardableResult
  public func send(
    name: TaskName, arguments: TaskArguments = TaskArguments(), options: SendOptions = SendOptions()
  ) async throws(SendError) -> AsyncResult<JSONValue> {
    let message = try messages.message(named: name, arguments, options)
    try await enqueue([message])
    return result(of: message.id, as: JSONValue.self, isIgnored: options.ignoresResult ?? false)
  }

  /// Sends many tasks in one round trip; either all are accepted or none. Of those that must be the only one of their kind the
  /// result of the one that is there already is returned.
  @discardableResult
  public func send<Definition: TaskDefinition>(
    all tasks: [Definition], options: SendOptions = SendOptions()
  ) async throws(SendError) -> [AsyncResult<Definition.Output>] {
    var batch: [TaskMessage] = []
    batch.reserveCapacity(tasks.count)
    for task in tasks { batch.append(try messages.message(for: task, options)) }
    let refused = batch.isEmpty ? [] : try await enqueue(batch)
    let holders = Dictionary(refused.map { ($0.id, $0.holder) }, uniquingKeysWith: { first, _ in first })
    let ignored = options.ignoresResult ?? TaskOptions(of: Definition.self).ignoresResult
    return batch.map { result(of: holders[$0.id] ?? $0.id, as: Definition.Output.self, isIgnored: ignored) }
  }

  /// Celery's name for `send(task)`.
  @discardableResult
  public func delay<Definition: TaskDefinition>(
    _ task: Definition
  ) async throws(SendError) -> AsyncResult<Definition.Output> {
    try await send(task)
  }

  /// Celery's name for `send(task, options:)`.
  @discardableResult
  public func applyAsync<Definition: TaskDefinition>(
    _ task: Definition, options: SendOptions = SendOptions()
  ) async throws(SendError) -> AsyncResult<Definition.Output> {
    try await send(task, options: options)
  }

  /// The outcome of a task that was sent earlier, or by someone else.
  public func result<Output: Sendable>(of id: TaskID, as type: Output.Type = JSONValue.self) -> AsyncResult<Output> {
    result(of: id, as: type, isIgnored: false)
  }

  /// The outcomes of a group that was sent earlier, or by someone else.
  public func result<Element: Sendable>(
    ofGroup id: String, members: [TaskID], as type: Element.Type = JSONValue.self
  ) -> GroupResult<Element> {
    GroupResult(id: id, members: members.map { result(of: $0, as: type, isIgnored: false) })
  }

  func result<Output: Sendable>(of id: TaskID, as type: Output.Type, isIgnored: Bool) -> AsyncResult<Output> {
    AsyncResult(id: id, store: results, clock: clock, isIgnored: isIgnored)
  }

  @discardableResult
  private func enqueue(_ batch: [TaskMessage]) async throws(SendError) -> [RefusedDuplicate] {
    try await enqueue(FollowUps(messages: batch), as: batch.map(\.asChild))
  }

  /// - Parameter children: what is sent, by result tuples.
  ///
  /// Inside of a transaction's block it leaves with the commit; in a task that outlives the block it leaves at once.
  /// - Returns: what was left out, since another of its kind is there already.
  @discardableResult
  func enqueue(_ followUps: FollowUps, as children: [JSONValue]) async throws(SendError) -> [RefusedDuplicate] {
    if let outbox = AmbientOutbox.current, outbox.takes(OutboxRow.rows(followUps), as: children) { return [] }
    let refused: [RefusedDuplicate]
    do throws(BackendError) {
      refused = try await broker.enqueue(followUps.messages, chords: followUps.chordSizes)
    } catch { throw SendError(error) }
    let left = Set(refused.map(\.id))
    if let noteChild {
      for child in children where left.isEmpty || !WorkflowEnd(child).isOne(of: left) { noteChild(child) }
    }
    if let afterSend { try await afterSend(followUps.messages.map(\.id).filter { !left.contains($0) }) }
    return refused
  }
}
