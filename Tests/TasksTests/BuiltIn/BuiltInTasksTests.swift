import TasksTesting
import Testing

@testable import Tasks

@Suite("Built-in tasks")
struct BuiltInTasksTests {
  private let clock = ManualClock()
  private let backend: MemoryBackend
  private let registry: TaskRegistry

  struct Add: RequestAwareTask {
    static let name: TaskName = "add"
    var x: Int
    @Default var y = 10
    func run(_ request: TaskRequest) async throws -> Int {
      if x < 0 { throw Refused() }
      return x + y
    }
  }

  /// Says under which name and id it ran.
  struct WhoAmI: RequestAwareTask {
    static let name: TaskName = "who_am_i"
    var ignored: Int
    func run(_ request: TaskRequest) async throws -> [String] { [request.name.rawValue, request.id.rawValue] }
  }

  struct OwnPing: RequestAwareTask {
    static let name: TaskName = "celery.ping"
    func run(_ request: TaskRequest) async throws -> String { "mine" }
  }

  init() throws {
    backend = MemoryBackend(clock: clock)
    let queue = TaskQueue(broker: backend, results: backend, clock: clock)
    registry = try TaskRegistry([Add.self, WhoAmI.self], in: ApplicationContext(queue: queue))
  }

  private func run(
    _ name: TaskName, _ positional: [JSONValue] = [], _ keywords: JSONObject = JSONObject()
  ) async throws -> JSONValue {
    let handler = try #require(registry[name])
    let message = TaskMessage(id: "id-1", task: name, arguments: TaskArguments(positional, keywords: keywords))
    let context = RunContext(message: message, deliveryCount: 1, node: "n", startedAt: clock.now)
    return try await handler.bind(message.arguments).run(context)
  }

  private func problem(
    _ name: TaskName, _ positional: [JSONValue] = [], _ keywords: JSONObject = JSONObject()
  ) throws -> String? {
    let handler = try #require(registry[name])
    do throws(ArgumentError) {
      _ = try handler.bind(TaskArguments(positional, keywords: keywords))
      return nil
    } catch { return error.description }
  }

  private func sent() async throws -> [TaskMessage] {
    let node = NodeIdentity(name: "n", incarnation: "1")
    return try await backend.claim(ClaimRequest(node: node, queues: [.standard], limit: 100)).messages.map(\.message)
  }

  private func signature(_ task: String, _ arguments: [JSONValue] = []) -> JSONValue {
    ["task": .string(task), "args": .array(arguments), "kwargs": [:], "options": [:]]
  }

  @Test func everyRegistryHasThemBehindItsOwn() {
    #expect(registry.names == ["add", "who_am_i"])
    #expect(
      registry.builtInNames == [
        "celery.accumulate", "celery.backend_cleanup", "celery.chain", "celery.chord", "celery.chord_unlock",
        "celery.chunks", "celery.group", "celery.map", "celery.ping", "celery.starmap",
      ])
    #expect(registry.handlers.count == 12)
    #expect(registry["celery.ping"]?.origin == "built into tasksd")
  }

  @Test func anApplicationsOwnTaskOfTheNameWins() async throws {
    let queue = TaskQueue(broker: backend, results: backend, clock: clock)
    let registry = try TaskRegistry([OwnPing.self], in: ApplicationContext(queue: queue))
    #expect(registry.names == ["celery.ping"] && !registry.builtInNames.contains("celery.ping"))
    #expect(registry["celery.ping"]?.origin == "Swift type TasksTests.BuiltInTasksTests.OwnPing")
  }

  @Test func pingAnswers() async throws {
    #expect(try await run("celery.ping") == "pong")
    #expect(try problem("celery.ping", [1])?.hasPrefix("takes no arguments") == true)
  }

  @Test func accumulateGivesItsArgumentsBack() async throws {
    #expect(try await run("celery.accumulate", [1, "b"]) == [1, "b"])
    #expect(try await run("celery.accumulate", [1, "b"], ["index": nil, "other": 7]) == [1, "b"])
    #expect(try await run("celery.accumulate", [[1, 2]], ["index": 0]) == [1, 2])
    #expect(try await run("celery.accumulate", [1, 2], ["index": -1]) == 2)
  }

  @Test(arguments: [2, -3, "x", [1], 1.5, .integer(.max), .integer(.min)] as [JSONValue])
  func accumulateHasNothingAt(_ index: JSONValue) throws {
    #expect(try problem("celery.accumulate", [1, 2], ["index": index])?.hasPrefix("argument 'index': ") == true)
  }

  @Test func cleanupDeletesWhatHasExpired() async throws {
    try await backend.store([
      TaskResult(id: "old", state: .success, doneAt: clock.now, expires: clock.now + .seconds(1)),
      TaskResult(id: "new", state: .success, doneAt: clock.now),
    ])
    clock.advance(by: .seconds(2))
    #expect(try await run("celery.backend_cleanup") == .null)
    #expect(try await backend.removeExpiredResults() == 0)
    #expect(try await backend.result(of: "new") != nil)
  }

  @Test func chordUnlockDoesNothing() async throws {
    #expect(try await run("celery.chord_unlock", ["g", signature("add")], ["result": [], "interval": 1]) == .null)
    #expect(try await sent().isEmpty)
  }

  @Test func mapRunsTheTaskOnceForEachElement() async throws {
    let task = signature("add")
    #expect(try await run("celery.map", [], ["task": task, "it": [1, 2, 3]]) == [11, 12, 13])
    #expect(try await run("celery.map", [task, []]) == [])
  }

  @Test func starmapAndChunksTakeArrays() async throws {
    let task = signature("add")
    #expect(try await run("celery.starmap", [], ["task": task, "it": [[1, 2], [3, 4]]]) == [3, 7])
    #expect(
      try await run("celery.chunks", [], ["task": task, "it": [[1, 2], [3, 4], [5]], "n": 2]) == [[3, 7], [15]])
    #expect(try await run("celery.chunks", [], ["task": task, "it": [], "n": 9]) == [])
  }

  @Test func theInnerTaskKnowsItsNameAndTheMessagesID() async throws {
    #expect(
      try await run("celery.map", [], ["task": signature("who_am_i"), "it": [0]]) == [["who_am_i", "id-1"]])
    #expect(
      try await run("celery.starmap", [], ["task": signature("celery.ping"), "it": [[], []]]) == ["pong", "pong"])
  }

  @Test func theFirstRunThatFailsEndsAMap() async throws {
    await #expect(throws: Refused.self) {
      try await run("celery.map", [], ["task": signature("add"), "it": [1, -1, 2]])
    }
    let error = await #expect(throws: ArgumentError.self) {
      try await run("celery.map", [], ["task": signature("add"), "it": [1, "x"]])
    }
    #expect(error?.path == "it[1]")
  }

  private static let wrongCalls: [(task: TaskName, keywords: JSONObject, reason: String)] = [
    ("celery.map", [:], "argument 'task': missing"),
    ("celery.map", ["task": ["task": "add"]], "argument 'it': missing"),
    ("celery.map", ["task": ["task": "nosuch"], "it": []], "argument 'task': no task is called 'nosuch'"),
    ("celery.map", ["task": 7, "it": []], "argument 'task': a signature is an object, not a whole number"),
    ("celery.map", ["task": ["task": "add"], "it": 7], "argument 'it': expected an array, found a whole number"),
    ("celery.map", ["task": ["task": "add"], "it": [], "n": 1], "argument 'n': unknown; the task takes 2 arguments"),
    ("celery.starmap", ["task": ["task": "add"], "it": [[], 1]], "argument 'it[1]': expected an array"),
    ("celery.chunks", ["task": ["task": "add"], "it": []], "argument 'n': missing"),
    ("celery.chunks", ["task": ["task": "add"], "it": [], "n": 0], "argument 'n': expected a whole number above 0"),
    ("celery.chain", [:], "argument 'tasks': missing"),
    ("celery.chain", ["tasks": 7], "the workflow cannot be sent: kwargs.tasks: must be an array of signatures"),
    ("celery.group", ["tasks": [["args": []]]], "the workflow cannot be sent: kwargs.tasks[0].task"),
    ("celery.chord", ["header": []], "argument 'body': missing"),
  ]

  @Test(arguments: wrongCalls.indices)
  func whatCannotBeRunSaysWhy(_ index: Int) throws {
    let wrong = Self.wrongCalls[index]
    let found = try problem(wrong.task, [], wrong.keywords)
    #expect(found?.hasPrefix(wrong.reason) == true, "\(found ?? "nothing")")
  }

  @Test func groupSendsItsTasks() async throws {
    let result: JSONValue = try await run(
      "celery.group", [[signature("add", [1]), signature("add", [2])], nil, "g-1", [100]], ["add_to_parent": true])
    let messages = try await sent()
    #expect(messages.map(\.arguments.positional) == [[100, 1], [100, 2]])
    #expect(messages.allSatisfy { $0.groupID == "g-1" && $0.parentID == "id-1" && $0.rootID == "id-1" })
    #expect(WorkflowEnd(result).groupID == "g-1" && WorkflowEnd(result).memberIDs == messages.map(\.id))
  }

  @Test func chainSendsItsFirst() async throws {
    let result = try await run("celery.chain", [5], ["tasks": [signature("add", [1]), signature("add", [2])]])
    let messages = try await sent()
    #expect(messages.map(\.arguments.positional) == [[5, 1]])
    #expect(messages.first?.embed["chain"]?.arrayValue?.count == 1)
    #expect(WorkflowEnd(result).taskID != messages.first?.id)
  }

  @Test func chordSendsItsHeader() async throws {
    _ = try await run(
      "celery.chord", [],
      ["header": [signature("add", [1]), signature("add", [2])], "body": signature("sum"), "interval": 1])
    let messages = try await sent()
    #expect(messages.count == 2 && messages.allSatisfy { $0.embed["chord"]?["task"] == "sum" })
  }
}
