import Canvas
import TaskModel
import Testing

@Suite struct ChordCompletionTests {
  private let failure = TaskFailure(
    type: "ValueError", message: "bad value", module: "builtins", arguments: ["bad value", 42])

  private func part(_ body: Signature) -> ChordPart {
    ChordPart(
      groupID: "g", taskID: "last", index: 1, state: .success, body: body.object, queue: "q", rootID: "root",
      doneAt: Timestamp(seconds: 1_800_000_000), expires: Timestamp(seconds: 1_800_001_000))
  }

  private func good(_ id: TaskID, _ value: JSONValue) -> ChordCompletion.Member {
    ChordCompletion.Member(taskID: id, state: .success, value: value)
  }

  private func bad(_ id: TaskID, _ state: TaskState = .failure) -> ChordCompletion.Member {
    ChordCompletion.Member(taskID: id, state: state, value: .null, failure: failure)
  }

  @Test func theBodyGetsTheResultsInOrder() throws {
    let body = Signature("b", TaskArguments(["own"]), options: ["task_id": "body", "root_id": "sigroot"])
    let followUps = ChordCompletion.followUps(part(body), members: [good("1", 1), good("2", nil)])
    let message = try #require(followUps.messages.first)
    #expect(message.id == "body" && message.arguments.positional == [[1, nil], "own"] && message.queue == "q")
    #expect(message.parentID == "last" && message.rootID == "sigroot")
    #expect(followUps.results.isEmpty && followUps.chordParts.isEmpty)
  }

  @Test func theFirstFailureFailsTheBodyAndWhatWaitsForIt() throws {
    let body = Signature("b").with("task_id", "body").with("group_id", "outer").with("group_index", 3)
      .with("chord", Signature("outerBody", options: ["task_id": "ob"]).json)
      .with("chain", [Signature("then", options: ["task_id": "then"]).json]).linkError(Signature("errback"))
    let followUps = ChordCompletion.followUps(part(body), members: [good("1", 1), bad("2"), bad("3")])
    #expect(followUps.results.map(\.id) == ["body", "then"])
    let failure = try #require(followUps.results.first?.failure)
    #expect(failure.type == "ChordError" && failure.module == "celery.exceptions")
    #expect(failure.message == "Dependency 2 raised ValueError('bad value', 42)")
    #expect(failure.arguments == [.string(failure.message)])
    #expect(followUps.results.allSatisfy { $0.failure == failure && $0.state == .failure })
    #expect(followUps.chordParts.map(\.groupID) == ["outer"] && followUps.chordParts.map(\.index) == [3])
    #expect(followUps.messages.map(\.task) == ["errback"])
    #expect(followUps.messages.map(\.arguments.positional) == [["body"]])
  }

  @Test func aRevokedMemberFailsTheBody() {
    let followUps = ChordCompletion.followUps(
      part(Signature("b", options: ["task_id": "body"])), members: [bad("1", .revoked)])
    #expect(followUps.results.map(\.state) == [.failure])
  }

  @Test func everyTaskOfABodyFails() {
    let group = Signature.group([
      Signature("x", options: ["task_id": "x"]).linkError(Signature("errback")),
      Signature("y", options: ["task_id": "y"]),
    ])
    let grouped = ChordCompletion.followUps(part(group), members: [bad("1")])
    #expect(grouped.results.map(\.id) == ["x", "y"] && grouped.messages.map(\.arguments.positional) == [["x"]])
    let chain = Signature.chain([Signature("x", options: ["task_id": "x"]), Signature("y", options: ["task_id": "y"])])
      .linkError(Signature("errback"))
    let chained = ChordCompletion.followUps(part(chain), members: [bad("1")])
    #expect(chained.results.map(\.id) == ["x", "y"] && chained.messages.map(\.arguments.positional) == [["x"]])
    let chord = Signature.chord(
      [Signature("h", options: ["task_id": "h"])], body: Signature("x", options: ["task_id": "x"]))
    #expect(ChordCompletion.followUps(part(chord), members: [bad("1")]).results.map(\.id) == ["h", "x"])
  }

  @Test func aBodyThatCannotBeReadFailsByItsID() {
    var broken = part(Signature("b", options: ["task_id": "body"]))
    broken.body["subtask_type"] = "nonsense"
    let followUps = ChordCompletion.followUps(broken, members: [good("1", 1)])
    #expect(followUps.results.map(\.id) == ["body"] && followUps.messages.isEmpty)
    #expect(followUps.results.first?.failure?.message.hasPrefix("Callback error: ") == true)
    broken.body = ["task": 7]
    #expect(ChordCompletion.followUps(broken, members: [good("1", 1)]).isEmpty)
  }

  @Test func askedTwiceItSaysTheSame() {
    let body = Signature.group([Signature("x"), Signature("y")])
    let first = ChordCompletion.followUps(part(body), members: [good("1", 1)])
    #expect(first.messages.count == 2 && first == ChordCompletion.followUps(part(body), members: [good("1", 1)]))
  }

  @Test(
    arguments: [
      (nil, "None"), (true, "True"), (1.5, "1.5"), ("it's", "\"it's\""), ("a'b\"c", "'a\\'b\"c'"),
      ("\n\u{1}", "'\\n\\x01'"),
      (["k": [1, "x"]], "{'k': [1, 'x']}"), (.bigInteger("123456789012345678901"), "123456789012345678901"),
    ] as [(JSONValue, String)])
  func causesAreShownAsPythonShowsThem(_ value: JSONValue, _ text: String) {
    var member = bad("1")
    member.failure = TaskFailure(type: "E", message: "", arguments: [value])
    let followUps = ChordCompletion.followUps(part(Signature("b", options: ["task_id": "body"])), members: [member])
    #expect(followUps.results.first?.failure?.message == "Dependency 1 raised E(\(text))")
  }
}
