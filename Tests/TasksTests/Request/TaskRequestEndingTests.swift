import Synchronization
import TasksTesting
import Testing

@testable import Tasks

@Suite("How a run can end itself")
struct TaskRequestEndingTests {
  private let clock = ManualClock()

  private func request(publish: @escaping @Sendable (TaskState, JSONValue) -> Void = { _, _ in }) -> TaskRequest {
    let backend = MemoryBackend(clock: clock)
    let queue = TaskQueue(
      broker: backend, results: backend, clock: clock, routes: TaskRoutes(["ins": .init(queue: "routed")]))
    let run = RunContext(
      message: TaskMessage(id: "id-1", task: "t"), deliveryCount: 1, node: "n", startedAt: clock.now,
      publishState: publish)
    return TaskRequest(run, in: ApplicationContext(queue: queue))
  }

  @Test func replacedByAWorkflowThatKnowsItsQueues() async throws {
    let workflow = chain(try Insert(value: 1).signature(), try Elsewhere.signature(keywords: ["maxWidth": 2]))
    let error = #expect(throws: ReplaceRequest.self) { try request().replace(with: workflow) }
    let steps = error?.signature["kwargs"]?["tasks"]?.arrayValue
    #expect(steps?.map { $0["options"]?["queue"] } == ["routed", "celery"])
    #expect(steps?.last?["kwargs"] == ["max_width": 2])
  }

  @Test func rejectedOrIgnored() {
    let rejection = #expect(throws: RejectRequest.self) { try request().reject(because: "not mine", requeue: true) }
    #expect(rejection?.reason == "not mine" && rejection?.requeue == true)
    #expect(throws: IgnoreRequest.self) { try request().ignore() }
  }

  @Test func publishesStatesOfItsOwn() {
    let published = Mutex<[JSONValue]>([])
    let request = request { state, meta in published.withLock { $0.append([.string(state.rawValue), meta]) } }
    request.update(state: "PROGRESS", meta: ["done": 3, "of": "many"])
    request.update(state: "NEARLY")
    #expect(published.withLock { $0 } == [["PROGRESS", ["done": 3, "of": "many"]], ["NEARLY", nil]])
  }
}
