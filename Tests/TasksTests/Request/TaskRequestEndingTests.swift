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

  @Test func whatARunSendsIsNotedAsItsChildren() async throws {
    let noted = Mutex<[JSONValue]>([])
    let backend = MemoryBackend(clock: clock)
    let run = RunContext(
      message: TaskMessage(id: "id-1", task: "t", rootID: "root"), deliveryCount: 1, node: "n", startedAt: clock.now,
      noteChild: { child in noted.withLock { $0.append(child) } })
    let request = TaskRequest(
      run, in: ApplicationContext(queue: TaskQueue(broker: backend, results: backend, clock: clock)))
    let single = try await request.queue.send(UpdateRates())
    let several = try await request.queue.send(group(Insert(value: 1).signature(), Insert(value: 2).signature()))
    let tuples = noted.withLock { $0 }
    #expect(tuples.first == [[.string(single.id.rawValue), nil], nil])
    #expect(tuples.dropFirst().map { WorkflowEnd($0).memberIDs } == [several.members.map(\.id)])
    backend.setOutage(BackendError(.unavailable, attempted: "enqueue", place: "memory", reason: "gone"))
    await #expect(throws: SendError.self) { try await request.queue.send(UpdateRates()) }
    #expect(noted.withLock { $0.count } == 2)
  }

  @Test func publishesStatesOfItsOwn() {
    let published = Mutex<[JSONValue]>([])
    let request = request { state, meta in published.withLock { $0.append([.string(state.rawValue), meta]) } }
    request.update(state: "PROGRESS", meta: ["done": 3, "of": "many"])
    request.update(state: "NEARLY")
    #expect(published.withLock { $0 } == [["PROGRESS", ["done": 3, "of": "many"]], ["NEARLY", nil]])
  }
}
