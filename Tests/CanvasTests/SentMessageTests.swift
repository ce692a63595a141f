import Canvas
import TaskModel
import Testing

/// What becomes of a signature's options.
@Suite struct SentMessageTests {
  private let now = Timestamp(seconds: 1_800_000_000)

  private func sent(_ signature: Signature, arguments: [JSONValue] = []) throws -> [TaskMessage] {
    var random = SeededGenerator(seed: 1)
    let context = LaunchContext(now: now, parentID: "p", rootID: "r", origin: "me") { name in
      name == "routed" ? "there" : "default"
    }
    return try Canvas.send(signature, with: arguments, in: context, using: &random).followUps.messages
  }

  @Test func everyOptionHasItsPlace() throws {
    let options: JSONObject = [
      "task_id": "own", "queue": "q", "priority": 3, "countdown": 90, "eta": "2031-01-01T00:00:00", "expires": 120.5,
      "time_limit": 30, "soft_time_limit": 20, "retries": 2, "ignore_result": true, "group_id": "g", "group_index": 4,
      "shadow": "nice", "headers": ["x-tenant": "acme"], "reply_to": "me", "stamped_headers": ["tenant"],
      "tenant": ["a", "b"], "replaced_task_nesting": 1, "link": [["task": "l"]], "link_error": ["task": "e"],
      "chord": ["task": "c"], "chain": [["task": "n"]], "add_to_parent": false,
    ]
    let message = try #require(try sent(Signature("t", TaskArguments([1], keywords: ["k": 2]), options: options)).first)
    var expected = TaskMessage(
      id: "own", task: "t", arguments: TaskArguments([1], keywords: ["k": 2]), queue: "q", priority: Priority(3),
      eta: now + .seconds(90), expires: now + .milliseconds(120_500), retries: 2,
      timeLimit: TimeLimit(soft: .seconds(20), hard: .seconds(30)), ignoresResult: true, rootID: "r", parentID: "p",
      groupID: "g", origin: "me", sentAt: now)
    expected.headers = [
      "x-tenant": "acme", "group_index": 4, "shadow": "nice", "replaced_task_nesting": 1,
      "stamped_headers": ["tenant"], "stamps": ["tenant": ["a", "b"]],
    ]
    expected.embed = [
      "callbacks": [["task": "l"]], "errbacks": [["task": "e"]], "chain": [["task": "n"]], "chord": ["task": "c"],
    ]
    expected.properties = ["reply_to": "me"]
    #expect(message == expected)
  }

  @Test func whatSaysNothingGetsDefaults() throws {
    let message = try #require(try sent(Signature("t")).first)
    #expect(message.queue == "default" && message.priority == .standard && message.eta == nil)
    #expect(message.headers.isEmpty && message.embed.isEmpty && message.properties.isEmpty)
    #expect(message.ignoresResult == nil && message.rootID == "r" && message.parentID == "p")
  }

  @Test(
    arguments: [
      ("2031-03-04T05:06:07+01:00", "2031-03-04T04:06:07Z"),
      (["__type__": "datetime", "__value__": "2031-03-04T05:06:07"], "2031-03-04T05:06:07Z"),
    ] as [(JSONValue, String)])
  func timesComeInBothForms(_ value: JSONValue, _ moment: String) throws {
    let message = try #require(try sent(Signature("t", options: ["eta": value, "expires": value])).first)
    #expect(message.eta == Timestamp(iso8601: moment) && message.expires == message.eta)
  }

  @Test func aRoutingKeyIsAQueueAndAMapGoesWhereItsTaskGoes() throws {
    #expect(try sent(Signature("t", options: ["routing_key": "rk"])).map(\.queue) == ["rk"])
    #expect(try sent(Signature("routed")).map(\.queue) == ["there"])
    let map = try #require(try sent(.map(Signature("routed"), over: [1, 2]), arguments: ["result"]).first)
    #expect(map.queue == "there" && map.task == "celery.map" && map.arguments.positional.isEmpty)
    #expect(map.arguments.keywords["it"] == [1, 2] && map.arguments.keywords["task"]?["task"] == "routed")
  }

  @Test(
    arguments: [
      ("queue", 7), ("routing_key", []), ("priority", "high"), ("countdown", "soon"), ("eta", "soon"),
      ("eta", true), ("expires", []), ("eta", ["__type__": "date", "__value__": "2031-01-01"]), ("time_limit", "1"),
      ("soft_time_limit", [:]), ("retries", 1.5), ("ignore_result", 1), ("group_id", 1), ("group_index", "1"),
      ("headers", []), ("chord", "c"), ("shadow", 1), ("reply_to", 1), ("countdown", .double(.nan)),
    ] as [(String, JSONValue)])
  func anOptionOfTheWrongKindIsNamed(_ name: String, _ value: JSONValue) {
    let error = #expect(throws: CanvasError.self) { try sent(Signature("t", options: [name: value])) }
    #expect(error?.path == "options.\(name)")
  }

  @Test(arguments: [1e300, -1e300, .infinity, -.infinity, 1.5e18] as [Double]) func noNumberIsTooLarge(_ number: Double)
    throws
  {
    let options: JSONObject = ["countdown": .double(number), "expires": .double(number), "time_limit": .double(number)]
    #expect(try sent(Signature("t", options: options)).count == 1)
  }

  // MARK: Composites

  @Test func resultsGoInFrontUnlessTheyAreNotWanted() throws {
    #expect(try sent(Signature("t", TaskArguments([2])), arguments: [1]).map(\.arguments.positional) == [[1, 2]])
    #expect(try sent(Signature("t", TaskArguments([2])).immutable, arguments: [1]).map(\.arguments.positional) == [[2]])
    let group = Signature.group([Signature("a"), Signature("b").immutable])
    #expect(try sent(group, arguments: [1]).map(\.arguments.positional) == [[1], []])
  }

  @Test func chunksAreAGroupOfStarmaps() throws {
    let messages = try sent(.chunks(Signature("add"), of: [[1, 1], [2, 2], [3, 3]], size: 2))
    #expect(messages.map(\.task) == ["celery.starmap", "celery.starmap"])
    #expect(messages.map { $0.arguments.keywords["it"] } == [[[1, 1], [2, 2]], [[3, 3]]])
    #expect(Set(messages.map(\.groupID)).count == 1 && messages.map { $0.headers["group_index"] } == [0, 1])
  }

  @Test(arguments: [
    Signature.group([]), .chain([]), .group([.group([]), .chain([])]), .chunks(Signature("a"), of: [], size: 3),
  ])
  func whatIsEmptySendsNothing(_ signature: Signature) throws {
    #expect(try sent(signature).isEmpty)
  }

  @Test func aChordWithoutAHeaderIsItsBodyWithNoResults() throws {
    let messages = try sent(.chord([], body: Signature("b", TaskArguments([1]))), arguments: ["before"])
    #expect(messages.map(\.task) == ["b"] && messages.map(\.arguments.positional) == [[[], 1]])
  }

  @Test func aGroupOfOneIsAGroup() throws {
    let messages = try sent(.chain([.group([Signature("a")]), Signature("b")]))
    #expect(messages.map(\.task) == ["a"] && messages.first?.embed["chord"]?["task"] == "b")
  }

  @Test func aGroupsOptionsAreItsMembersAndAChordsDelayItsHeaders() throws {
    let group = Signature.group([Signature("a"), Signature("b", options: ["queue": "own"])]).with("queue", "q")
    #expect(try sent(group).map(\.queue) == ["q", "q"])
    let chord = Signature.chord([Signature("a")], body: Signature("b")).with("countdown", 5).with("priority", 9)
    let message = try #require(try sent(chord).first)
    #expect(message.eta == now + .seconds(5) && message.priority == Priority(9))
    #expect(message.embed["chord"]?["options"]?["countdown"] == nil)
    #expect(message.embed["chord"]?["options"]?["priority"] == 9)
  }

  @Test func idsThatAreGivenStay() throws {
    let text = CeleryMessages.groupThenTask[0]
    let chain = try #require(try captured(text).embed["chain"]?.arrayValue)
    let messages = try sent(try Signature(json: chain[1]), arguments: [2])
    #expect(
      messages.map(\.id) == ["4391e486-e861-4c0a-b87e-6dd30626c790", "226feac9-9ff0-473e-bf6a-5a1bc6f824a9"])
    #expect(
      messages.map(\.groupID) == ["ad2b8a45-848f-493f-bec4-6c5d27bbad25", "ad2b8a45-848f-493f-bec4-6c5d27bbad25"])
  }
}
