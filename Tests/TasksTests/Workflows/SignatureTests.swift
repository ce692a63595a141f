import Canvas
import TasksTesting
import Testing

@testable import Tasks

@Suite("Signatures and the messages they make")
struct SignatureTests {
  private let stage: Stage
  private var queue: TaskQueue { stage.queue }

  init() throws {
    stage = try Stage(routes: TaskRoutes(["total": .init(queue: "fast", priority: Priority(3))]))
  }

  @Test func allOptionsAreSpelledAsCeleryDoes() throws {
    let eta = Timestamp(microseconds: 1_767_571_200_250_000)
    let signature = try Plus(x: 1, y: 2).signature(
      SendOptions(
        eta: eta, expiresAt: eta + .seconds(1), queue: "q", priority: Priority(3),
        timeLimit: TimeLimit(soft: .milliseconds(1500), hard: .seconds(3)), ignoresResult: true, headers: ["a": 1],
        taskID: "id-1", shadow: "other", stamps: ["tenant": "acme"]))
    #expect(
      JSONValue.object(signature.json)
        == [
          "task": "plus", "args": [], "kwargs": ["x": 1, "y": 2],
          "options": [
            "eta": "2026-01-05T00:00:00.250000+00:00", "expires": "2026-01-05T00:00:01.250000+00:00", "queue": "q",
            "priority": 3, "soft_time_limit": 1.5, "time_limit": 3, "ignore_result": true, "headers": ["a": 1],
            "task_id": "id-1", "shadow": "other", "tenant": "acme", "stamped_headers": ["tenant"],
          ], "subtask_type": nil, "immutable": false,
        ])
    let delayed = try Plus.signature(options: SendOptions(countdown: .seconds(5), expires: .milliseconds(7500)))
    #expect(delayed.json["options"] == ["countdown": 5, "expires": 7.5])
  }

  /// Each with the text Celery 5.7 writes for the same, but for the `subtask_type` of maps and chunks: it leaves them null,
  /// and reads them all the same.
  @Test func workflowsAreWrittenAsCeleryWritesThem() throws {
    func plus(_ arguments: JSONValue...) throws -> TaskSignature<JSONValue> {
      try TaskSignature(named: "add", TaskArguments(arguments))
    }
    func call(_ name: String, _ arguments: String) -> String {
      #"{"task":"\#(name)","args":[\#(arguments)],"kwargs":{},"options":{},"subtask_type":null,"immutable":false}"#
    }
    func composite(_ name: String, _ keywords: String, _ kind: String, immutable: Bool = false) -> String {
      #"{"task":"celery.\#(name)","args":[],"kwargs":{\#(keywords)},"options":{},"subtask_type":\#(kind),"#
        + #""immutable":\#(immutable)}"#
    }
    let (first, second, third) = (call("add", "1,2"), call("add", "3"), call("add", "4"))
    #expect(try plus(1, 2).json.description == first)
    #expect(
      try chain(plus(1, 2), plus(3), plus(4)).json.description
        == composite("chain", #""tasks":[\#(first),\#(second),\#(third)]"#, #""chain""#))
    #expect(
      try group(plus(1, 2), plus(3)).json.description
        == composite("group", #""tasks":[\#(first),\#(second)]"#, #""group""#))
    let body = call("xsum", "")
    let header = composite("group", #""tasks":[\#(first),\#(second)]"#, #""group""#)
    #expect(
      try chord([plus(1, 2), plus(3)], body: TaskSignature(named: "xsum")).json.description
        == composite("chord", #""kwargs":{},"header":\#(header),"body":\#(body)"#, #""chord""#))
    #expect(
      try plus().map([1, 2]).json.description
        == composite("map", #""task":\#(call("add", "")),"it":[1,2]"#, #""xmap""#, immutable: true))
    #expect(
      try plus().chunks([[0, 0], [1, 1], [2, 2]], of: 2).json.description
        == composite(
          "chunks", #""task":\#(call("add", "")),"it":[[0,0],[1,1],[2,2]],"n":2"#, #""chunks""#, immutable: true))
  }

  @Test func longerChainsAreOneList() throws {
    let one = try Note.signature()
    let tasks = chain(one, one, one).then(chain(one, one)).then(one).json["kwargs"]?["tasks"]?.arrayValue
    #expect(tasks?.count == 6 && tasks?.allSatisfy { $0["task"] == "note" } == true)
    let apart = chain(one, one).immutable().then(one).json["kwargs"]?["tasks"]?.arrayValue
    #expect(apart?.map { $0["task"] } == ["celery.chain", "note"])
  }

  @Test func whatIsSentByItselfAndAsASignatureIsTheSameMessage() async throws {
    let options = SendOptions(
      countdown: .seconds(0), expires: .minutes(5), queue: "slow", priority: Priority(9),
      timeLimit: TimeLimit(soft: .seconds(1), hard: .seconds(2)), ignoresResult: true, headers: ["h": [1]],
      taskID: "id-1", link: [try Note.signature(7).untyped], linkError: [try Total.signature().untyped],
      shadow: "other", stamps: ["tenant": "acme", "batch": ["b1"]])
    try await queue.send(Fetch(page: "x"), options: options)
    let single = try await stage.sent()
    try await queue.send(Fetch(page: "x").signature(options))
    #expect(try await stage.sent() == single)
    #expect(single.first?.headers["stamped_headers"] == ["tenant", "batch"])
    #expect(single.first?.embed["callbacks"]?.arrayValue?.first?["options"]?["queue"] == "celery")
    #expect(single.first?.embed["errbacks"]?.arrayValue?.first?["options"] == ["queue": "fast", "priority": 3])
  }

  @Test func configurationAndTypeSayWhereLaterTasksGo() async throws {
    try await queue.send(
      chain(
        Plus(x: 1, y: 2).signature(), Fetch(page: "x").signature(countdown: .seconds(10)).immutable(),
        Total.signature(), Note.signature(options: SendOptions(queue: "said")), try TaskSignature(named: "elsewhere.x"))
    )
    let message = try #require(try await stage.sent().first)
    #expect(message.queue == .standard && message.expires == nil)
    let options = message.embed["chain"]?.arrayValue?.reversed().map { $0["options"] ?? nil } ?? []
    #expect(options.map { $0["queue"] } == ["slow", "fast", "said", "celery"])
    #expect(options.map { $0["priority"] } == [6, 3, nil, nil])
    #expect(options.map { $0["expires"] } == [3610, nil, nil, nil])
  }

  @Test func stampsGoOnEveryTask() async throws {
    let note = try Note.signature().link(Note.signature())
    let workflow = try chain(group(Plus(x: 1, y: 2).signature().untyped, note), Total.signature()).stamped([
      "tenant": "acme"
    ])
    try await queue.send(workflow)
    let messages = try await stage.sent()
    #expect(messages.map { $0.headers["stamps"] } == [["tenant": "acme"], ["tenant": "acme"]])
    #expect(messages.allSatisfy { $0.embed["chord"]?["options"]?["tenant"] == "acme" })
    #expect(messages.last?.embed["callbacks"]?.arrayValue?.first?["options"]?["stamped_headers"] == ["tenant"])
  }

  @Test func propertiesKeepTheirSpelling() throws {
    #expect(try CountWords.signature(keywords: ["atLeast": 3]).json["kwargs"] == ["at_least": 3])
    #expect(try Plus.signature(1, 2).json["args"] == [1, 2])
  }

  @Test(arguments: ["queue", "headers", "", "task_id", "stamped_headers"])
  func aStampMustNotBeCalled(_ name: String) throws {
    let signature = try Plus.signature()
    #expect(throws: SendError.self) { try signature.stamped([name: 1]) }
    #expect(throws: SendError.self) { try Plus.signature(options: SendOptions(stamps: [name: 1])) }
  }

  @Test func whatCannotBeSentIsRefusedWhereItIsMade() {
    #expect(throws: SendError.self) { try TaskSignature(named: "") }
    let notJSON = #expect(throws: SendError.self) { try TaskSignature(named: "x", TaskArguments([.double(.nan)])) }
    #expect(notJSON?.path == "args[0]")
    #expect(throws: SendError.self) { try Plus.signature(keywords: ["x": .double(.infinity)]) }
    #expect(throws: SendError.self) {
      try Plus.signature(options: SendOptions(countdown: .seconds(1), eta: .epoch))
    }
    #expect(throws: SendError.self) {
      try Plus.signature(options: SendOptions(countdown: .seconds(5), expires: .seconds(5)))
    }
    #expect(throws: SendError.self) { try Plus.signature(options: SendOptions(taskID: "")) }
  }

  @Test func aWorkflowWithoutATaskIsRefused() async {
    let error = await #expect(throws: SendError.self) { try await queue.send(chain([])) }
    #expect(error?.code == .invalidOptions)
  }

  @Test func aWorkflowThatIsTooLargeLeavesNothingBehind() async throws {
    let queue = TaskQueue(broker: stage.backend, results: nil, clock: stage.clock, payloadLimit: 300)
    let error = await #expect(throws: SendError.self) {
      try await queue.send(
        chain(Plus(x: 1, y: 2).signature(), Note.signature(.string(String(repeating: "x", count: 300)))))
    }
    #expect(error?.code == .tooLarge)
    #expect(try await stage.sent().isEmpty)
  }

  @Test func theChordsSizeIsKeptLongerThanItsMembersWait() throws {
    let header = [try Plus(x: 1, y: 2).signature(countdown: .days(400)), try Plus(x: 1, y: 2).signature()]
    let sent = try queue.messages.launch(chord(header, body: try Total.signature()))
    #expect(sent.followUps.chordSizes.map(\.count) == [2])
    #expect(sent.followUps.chordSizes.allSatisfy { $0.expires == stage.clock.now + .days(430) })
  }
}
