import NIOHTTP1
public import TaskModel

/// What can be asked: one method for each path of the control socket. All throw ``DaemonClientError``.
extension DaemonClient {
  /// `what`: see ``InspectName``.
  public func inspect(_ what: String, parameters: JSONObject = [:]) async throws(DaemonClientError) -> JSONValue {
    try await get("/v1/inspect/\(what.percentEncoded)", parameters, waiting: Self.nodeWait(parameters))
  }

  /// `command`: see ``ControlCommand``.
  public func control(_ command: String, arguments: JSONObject = [:]) async throws(DaemonClientError) -> JSONValue {
    try await post("/v1/control/\(command.percentEncoded)", arguments, waiting: Self.nodeWait(arguments))
  }

  /// How long the daemon may take to ask other nodes.
  private static func nodeWait(_ fields: JSONObject) -> Duration {
    if fields["node"] == nil { return .zero }
    return Duration(saturatingSeconds: fields["timeout"]?.doubleValue ?? RequestFields.standardNodeWait)
  }

  /// Sends a task; `call` has the fields of ``RequestFields/call``.
  public func send(_ call: JSONObject) async throws(DaemonClientError) -> JSONValue {
    try await post("/v1/tasks", call)
  }

  /// The result record as it is now, or as it is when it is final or that time has passed. At most
  /// ``RequestFields/longestWait`` is waited.
  public func result(of id: TaskID, waiting: Duration? = nil) async throws(DaemonClientError) -> JSONValue {
    let path = "/v1/tasks/\(id.rawValue.percentEncoded)"
    guard let waiting, waiting > .zero else { return try await get(path) }
    let seconds = min(waiting.inSeconds, RequestFields.longestWait)
    return try await get(path, ["wait": .double(seconds)], waiting: Duration(saturatingSeconds: seconds))
  }

  /// The result record once it is final; asks again as often as it must. Nil waits for ever.
  /// Returns the last record, final or not, when the time has passed.
  public func finalResult(of id: TaskID, within limit: Duration? = nil) async throws(DaemonClientError) -> JSONValue {
    let clock = ContinuousClock()
    let end = limit.map { clock.now.advanced(by: $0) }
    while true {
      let left = end.map { clock.now.duration(to: $0) } ?? .seconds(60)
      let result = try await result(of: id, waiting: min(left, .seconds(60)))
      let isFinal = result["state"]?.stringValue.map { TaskState(rawValue: $0).isFinal } ?? true
      if isFinal || left <= .seconds(60) && end != nil { return result }
    }
  }

  public func forget(_ id: TaskID) async throws(DaemonClientError) -> JSONValue {
    try await delete("/v1/tasks/\(id.rawValue.percentEncoded)")
  }

  public func schedule(next: Int? = nil, zone: String? = nil) async throws(DaemonClientError) -> JSONValue {
    var query = JSONObject()
    if let next { query["next"] = JSONValue(next) }
    if let zone { query["zone"] = .string(zone) }
    return try await get("/v1/schedule", query)
  }

  /// Nil: all queues.
  public func purge(_ queues: [QueueName]? = nil) async throws(DaemonClientError) -> JSONValue {
    var body = JSONObject()
    if let queues { body["queues"] = .array(queues.map { .string($0.rawValue) }) }
    return try await post("/v1/purge", body)
  }

  /// Why it has not run yet, or what became of it.
  public func why(_ id: TaskID) async throws(DaemonClientError) -> JSONValue {
    try await get("/v1/tasks/\(id.rawValue.percentEncoded)/why")
  }

  /// `filter` has fields of ``RequestFields/deadLetterFilter``.
  public func deadLetters(
    after number: Int64? = nil, limit: Int? = nil, filter: JSONObject = [:]
  ) async throws(DaemonClientError) -> JSONValue {
    var query = filter
    if let number { query["after"] = .integer(number) }
    if let limit { query["limit"] = JSONValue(limit) }
    return try await get("/v1/dead", query)
  }

  public func deadLetter(_ number: Int64) async throws(DaemonClientError) -> JSONValue {
    try await get("/v1/dead/\(number)")
  }

  /// Nil: all of them.
  public func replayDeadLetters(_ numbers: [Int64]?) async throws(DaemonClientError) -> JSONValue {
    try await replayDeadLetters(choice: Self.choice(numbers))
  }

  /// `choice` has fields of ``RequestFields/deadLetterReplay``.
  public func replayDeadLetters(choice: JSONObject) async throws(DaemonClientError) -> JSONValue {
    try await post("/v1/dead/replay", choice)
  }

  /// Nil: all of them.
  public func dropDeadLetters(_ numbers: [Int64]?) async throws(DaemonClientError) -> JSONValue {
    try await dropDeadLetters(choice: Self.choice(numbers))
  }

  /// `choice` has fields of ``RequestFields/deadLetterChoice``.
  public func dropDeadLetters(choice: JSONObject) async throws(DaemonClientError) -> JSONValue {
    try await post("/v1/dead/drop", choice)
  }

  private static func choice(_ numbers: [Int64]?) -> JSONObject {
    numbers.map { ["numbers": .array($0.map(JSONValue.integer))] } ?? ["all": true]
  }

  public func reload() async throws(DaemonClientError) -> JSONValue { try await post("/v1/reload", [:]) }

  /// Also of a daemon that is not healthy: that is an answer, no error.
  public func health() async throws(DaemonClientError) -> Health {
    let reply = try await exchange(.GET, "/health", nil, .zero)
    let document: JSONValue
    do throws(DaemonClientError) {
      document = try json(reply)
    } catch {
      guard case .problem(let problem) = error, problem.extensions["healthy"] != nil else { throw error }
      document = .object(problem.extensions)
    }
    return Health(
      isHealthy: document["healthy"]?.boolValue ?? false, isReady: document["ready"]?.boolValue ?? false,
      text: document["text"]?.stringValue ?? "")
  }

  /// In Prometheus's text format.
  public func metrics() async throws(DaemonClientError) -> String {
    let reply = try await exchange(.GET, "/metrics", nil, .zero)
    if reply.status >= 400 { _ = try json(reply) }
    return String(decoding: reply.body, as: UTF8.self)
  }
}
