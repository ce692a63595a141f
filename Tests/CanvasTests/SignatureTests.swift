import Canvas
import TaskModel
import Testing

@Suite struct SignatureTests {
  @Test func whatCelerySendsIsReadAndWritten() throws {
    let text = #"""
      {"task": "demo.add", "args": [8], "kwargs": {"z": 1}, "options": {"queue": "q", "priority": null}, \#
      "subtask_type": null, "immutable": true, "chord_size": 3}
      """#
    let signature = try Signature(json: try JSONParser.parse(text))
    #expect(signature.task == "demo.add" && signature.arguments == TaskArguments([8], keywords: ["z": 1]))
    #expect(signature.options == ["queue": "q"] && signature.kind == nil && signature.isImmutable)
    #expect(signature.others == ["chord_size": 3])
    #expect(try Signature(json: signature.json) == signature)
  }

  @Test(
    arguments: [
      ["task": "x"], ["task": "x", "args": nil, "kwargs": nil, "options": nil, "subtask_type": nil, "immutable": nil],
    ] as [JSONValue])
  func onlyTheTaskMustBeThere(_ json: JSONValue) throws {
    #expect(try Signature(json: json) == Signature("x"))
  }

  @Test(
    arguments: [
      (nil, ""), ("x", ""), ([], ""), (1, ""), ([:], "task"), (["task": nil], "task"), (["task": ""], "task"),
      (["task": 7], "task"), (["task": "x", "args": 1], "args"), (["task": "x", "args": [:]], "args"),
      (["task": "x", "kwargs": []], "kwargs"), (["task": "x", "options": "q"], "options"),
      (["task": "x", "subtask_type": "other"], "subtask_type"), (["task": "x", "subtask_type": 1], "subtask_type"),
      (["task": "x", "immutable": "yes"], "immutable"),
    ] as [(JSONValue, String)])
  func whatIsNoSignatureSaysWhere(_ json: JSONValue, _ path: String) {
    let error = #expect(throws: CanvasError.self) { try Signature(json: json) }
    #expect(error?.path == path)
  }

  /// Where something is wrong deep inside.
  @Test(arguments: [
    (Signature.chain([Signature("a"), Signature("celery.group", kind: .group)]), "kwargs.tasks[1].kwargs"),
    (Signature("celery.chain", TaskArguments(keywords: ["tasks": 1]), kind: .chain), "kwargs.tasks"),
    (
      Signature("celery.group", TaskArguments(keywords: ["tasks": [["task": "a"], ["args": []]]]), kind: .group),
      "kwargs.tasks[1].task"
    ),
    (Signature("celery.chord", TaskArguments(keywords: ["header": []]), kind: .chord), "kwargs"),
    (
      Signature("celery.chord", TaskArguments(keywords: ["header": [7], "body": ["task": "b"]]), kind: .chord),
      "kwargs.header[0]"
    ),
    (
      Signature("celery.chord", TaskArguments(keywords: ["header": [], "body": ["task": 1]]), kind: .chord),
      "kwargs.body.task"
    ),
    (Signature.chunks(Signature("a"), of: [1], size: 0), "kwargs.n"),
    (Signature.chunks(Signature("a"), of: [1], size: -1), "kwargs.n"),
    (Signature("celery.chunks", TaskArguments(keywords: ["n": 2]), kind: .chunks), "kwargs"),
    (
      Signature.chain([Signature.group([Signature("a")]).with("chain", [["x": 1]])]),
      "kwargs.tasks[0].options.chain[0].task"
    ),
  ])
  func aPartThatCannotBeRunSaysWhere(_ signature: Signature, _ path: String) {
    var random = SeededGenerator(seed: 1)
    let error = #expect(throws: CanvasError.self) {
      try Canvas.send(signature, in: LaunchContext(now: .epoch), using: &random)
    }
    #expect(error?.path == path, "\(error?.message ?? "")")
  }
}
