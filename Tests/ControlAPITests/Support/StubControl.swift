import ControlAPI
import Synchronization
import TaskModel

/// A daemon that notes what it is asked, answers with it, and fails when told so.
final class StubControl: DaemonControl {
  struct State {
    var asked: [String] = []
    var problem: ControlProblem?
    var health = Health(isHealthy: true, isReady: true, text: "claiming works")
    var listeners: [AsyncStream<JSONObject>.Continuation] = []
  }

  let state = Mutex(State())
  /// A waiting `result` has begun; it ends with what is sent to `results`.
  let waiting = AsyncStream<TaskID>.makeStream()
  let results = AsyncStream<JSONValue>.makeStream()
  /// How waiting ended.
  let cancelled = AsyncStream<Bool>.makeStream()

  var asked: [String] { state.withLock(\.asked) }
  var listeners: [AsyncStream<JSONObject>.Continuation] { state.withLock(\.listeners) }

  private func note(_ name: String, _ value: JSONValue) throws(ControlProblem) -> JSONValue {
    let problem = state.withLock { state in
      state.asked.append("\(name) \(value)")
      return state.problem
    }
    if let problem { throw problem }
    return ["asked": .string(name), "with": value]
  }

  func inspect(_ what: String, parameters: JSONObject) async throws(ControlProblem) -> JSONValue {
    try note("inspect.\(what)", .object(parameters))
  }

  func control(_ command: String, arguments: JSONObject) async throws(ControlProblem) -> JSONValue {
    try note("control.\(command)", .object(arguments))
  }

  func send(_ call: JSONObject) async throws(ControlProblem) -> JSONValue { try note("send", .object(call)) }

  func result(of id: TaskID, waiting duration: Duration?) async throws(ControlProblem) -> JSONValue {
    guard let duration else { return try note("result", .string(id.rawValue)) }
    waiting.continuation.yield(id)
    var iterator = results.stream.makeAsyncIterator()
    let result = await iterator.next()
    cancelled.continuation.yield(Task.isCancelled)
    return result ?? ["id": .string(id.rawValue), "state": "PENDING", "waited": .double(duration.inSeconds)]
  }

  func forget(_ id: TaskID) async throws(ControlProblem) -> JSONValue { try note("forget", .string(id.rawValue)) }

  func schedule(_ parameters: JSONObject) async throws(ControlProblem) -> JSONValue {
    try note("schedule", .object(parameters))
  }

  func purge(_ queues: [QueueName]?) async throws(ControlProblem) -> JSONValue {
    try note("purge", queues.map { .array($0.map { .string($0.rawValue) }) } ?? .null)
  }

  func deadLetters(_ parameters: JSONObject) async throws(ControlProblem) -> JSONValue {
    try note("deadLetters", .object(parameters))
  }

  func deadLetter(_ number: Int64) async throws(ControlProblem) -> JSONValue {
    try note("deadLetter", .integer(number))
  }

  func why(_ id: TaskID) async throws(ControlProblem) -> JSONValue { try note("why", .string(id.rawValue)) }

  func replayDeadLetters(_ choice: JSONObject) async throws(ControlProblem) -> JSONValue {
    try note("replay", .object(choice))
  }

  func dropDeadLetters(_ choice: JSONObject) async throws(ControlProblem) -> JSONValue {
    try note("drop", .object(choice))
  }

  func reload() async throws(ControlProblem) -> JSONValue { try note("reload", .null) }

  func events() -> AsyncStream<JSONObject> {
    let (stream, continuation) = AsyncStream<JSONObject>.makeStream()
    state.withLock { $0.listeners.append(continuation) }
    return stream
  }

  func emit(_ event: JSONObject) {
    for listener in listeners { listener.yield(event) }
  }

  func health() async -> Health { state.withLock(\.health) }
  func metrics() async -> String { "# TYPE tasksd_up gauge\ntasksd_up 1\n" }
}
