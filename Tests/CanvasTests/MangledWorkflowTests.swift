import Canvas
import TaskModel
import Testing

/// Workflows with something wrong in them, anywhere: an error or a result, never a crash.
@Suite struct MangledWorkflowTests {
  @Test(arguments: 0..<30) func nothingFromOutsideTraps(block: Int) throws {
    for seed in block * 40..<(block + 1) * 40 {
      var random = SeededGenerator(seed: UInt64(seed))
      var number = 0
      let plan = Plan.random(depth: 4, failing: 0.2, using: &random, number: &number)
      if number > 40 { continue }
      var json = plan.signature.json
      for _ in 0..<Int.random(in: 1...3, using: &random) { json = mangled(json, using: &random) }
      try run(json, using: &random)
    }
  }

  private func run(_ json: JSONValue, using random: inout SeededGenerator) throws {
    let context = LaunchContext(now: .epoch)
    var messages: [TaskMessage] = []
    if let signature = try? Signature(json: json),
      let sent = try? Canvas.send(signature, with: [1], in: context, using: &random)
    {
      messages = Array(sent.followUps.messages.prefix(5))
    }
    var host = TaskMessage(id: "host", task: "host", groupID: "g")
    let members = ["callbacks", "errbacks", "chain", "chord"].filter { _ in Bool.random(using: &random) }
    host.embed = JSONObject(members.map { ($0, Bool.random(using: &random) || $0 == "chord" ? json : [json]) })
    let failure = TaskFailure(type: "E", message: "")
    for message in messages + [host] {
      _ = try? Canvas.afterSuccess(of: message, value: 1, in: context)
      _ = Canvas.afterFailure(of: message, failure, in: context)
      _ = Canvas.afterRevocation(of: message, failure, in: context)
      if let signature = try? Signature(json: json) {
        _ = try? Canvas.replacement(of: message, with: signature, in: context)
      }
    }
    let part = ChordPart(
      groupID: "g", taskID: "t", index: nil, state: .success, body: json.objectValue ?? [:], queue: "q", rootID: nil,
      doneAt: .epoch, expires: nil)
    for state in [TaskState.success, .failure] {
      let member = ChordCompletion.Member(taskID: "t", state: state, value: json)
      _ = ChordCompletion.followUps(part, members: [member])
    }
  }

  /// The same with another value somewhere.
  private func mangled(_ json: JSONValue, using random: inout SeededGenerator) -> JSONValue {
    if Int.random(in: 0..<6, using: &random) == 0 {
      let others: [JSONValue] = [
        nil, true, -1, 1e300, "x", "chord", "group", [], [[]], [:], ["task": "x"], ["task_id": 7, "chain": [1]],
        ["chain": "x", "link": 7, "chord": ["task": "c"], "group_id": "g", "group_index": -9], .double(.nan),
        .integer(.max), .integer(.min), .bigInteger("99999999999999999999999"),
      ]
      return others[Int.random(in: others.indices, using: &random)]
    }
    switch json {
    case .array(var elements) where !elements.isEmpty:
      let index = Int.random(in: elements.indices, using: &random)
      elements[index] = mangled(elements[index], using: &random)
      return .array(elements)
    case .object(var object) where !object.isEmpty:
      let key = object.keys[Int.random(in: 0..<object.count, using: &random)]
      object[key] = mangled(object[key] ?? nil, using: &random)
      return .object(object)
    default: return "mangled"
    }
  }
}
