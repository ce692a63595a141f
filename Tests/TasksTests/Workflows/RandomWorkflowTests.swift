import Canvas
import TasksTesting
import Testing

@testable import Tasks

@Suite("Random workflows")
struct RandomWorkflowTests {
  /// Sends it, whether it ends in a task or in a group, and gives back what it comes to.
  private func outcome(_ workflow: RandomWorkflow) async throws -> JSONValue {
    let stage = try Stage()
    let end = WorkflowEnd(try await stage.queue.launch(try workflow.signature()))
    try await stage.runAll()
    if let id = end.taskID { return try await stage.queue.result(of: id).get() }
    return .array(try await values(end.memberIDs, in: stage))
  }

  private func values(_ ids: [TaskID], in stage: Stage) async throws -> [JSONValue] {
    var values: [JSONValue] = []
    for id in ids { values.append(try await stage.queue.result(of: id).get()) }
    return values
  }

  @Test(arguments: 0..<300)
  func comeToWhatTheirPartsComeTo(_ seed: UInt64) async throws {
    var random = SeededGenerator(seed: seed)
    let workflow = RandomWorkflow(depth: 3, using: &random)
    #expect(try await outcome(workflow) == workflow.value())
  }

  @Test(arguments: 0..<300)
  func areReadBackAsTheyWereWritten(_ seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let signature = try RandomWorkflow(depth: 3, using: &random).signature()
    let text = JSONValue.object(signature.json).jsonBytes
    #expect(try Signature(json: try JSONParser.parse(text)) == signature.signature)
  }
}
