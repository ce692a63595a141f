import TasksTesting
import Testing

@testable import Tasks

@Suite("Sending")
struct TaskQueueTests {
  private let clock = ManualClock()
  private let backend: MemoryBackend
  private let queue: TaskQueue
  private let node = NodeIdentity(name: "n", incarnation: "1")

  init() {
    backend = MemoryBackend(clock: clock)
    queue = TaskQueue(broker: backend, results: backend, clock: clock)
  }

  private func claim(_ queues: QueueName...) async throws -> [TaskMessage] {
    try await backend.claim(ClaimRequest(node: node, queues: queues, limit: 100)).messages.map(\.message)
  }

  @Test func aSentTaskIsInItsQueue() async throws {
    let sent = try await queue.send(AskForReview(deliveryID: 7))
    let messages = try await claim(.standard)
    #expect(messages.map(\.id) == [sent.id])
    #expect(messages.first?.arguments.keywords == ["deliveryID": 7])
  }

  @Test func everyWayOfSendingMakesTheSameMessage() async throws {
    try await queue.send(SendSMS(to: "a"), taskID: "1")
    try await queue.applyAsync(SendSMS(to: "a"), options: SendOptions(taskID: "1"))
    try await queue.send(all: [SendSMS(to: "a")], options: SendOptions(taskID: "1"))
    let messages = try await claim("slow")
    #expect(messages.count == 3 && Set(messages).count == 1)
    try await queue.delay(UpdateRates())
    try await queue.send(name: "update_conversion_rates")
    let others = try await claim(.standard)
    #expect(others.map(\.task) == ["update_conversion_rates", "update_conversion_rates"])
    #expect(others.allSatisfy { $0.arguments == TaskArguments() })
  }

  @Test func aDelayedTaskIsNotThereBeforeItIsDue() async throws {
    try await queue.send(UpdateRates(), countdown: .hours(2))
    #expect(try await claim(.standard).isEmpty)
    clock.advance(by: .hours(2))
    #expect(try await claim(.standard).count == 1)
  }

  @Test func argumentsAreCopiesTakenAtSend() async throws {
    var task = AskForReview(deliveryID: 7)
    try await queue.send(task)
    task.deliveryID = 8
    #expect(try await claim(.standard).first?.arguments.keywords["deliveryID"] == 7)
  }

  @Test func whatCannotBeSentLeavesNothingBehind() async throws {
    struct Bad: RequestAwareTask {
      static let name: TaskName = "bad"
      var value: Double
      func run(_ request: TaskRequest) async throws {}
    }
    let error = await #expect(throws: SendError.self) { try await queue.send(Bad(value: .nan)) }
    #expect(error?.description == "argument 'value': nan is not JSON")
    await #expect(throws: SendError.self) { try await queue.send(all: [Bad(value: 1), Bad(value: .infinity)]) }
    #expect(try await claim(.standard).isEmpty)
  }

  @Test func aBrokerThatIsAwayIsReportedWithItsReason() async {
    let outage = BackendError(.unavailable, attempted: "enqueue", place: "memory", reason: "gone")
    backend.setOutage(outage)
    let error = await #expect(throws: SendError.self) { try await queue.send(UpdateRates()) }
    #expect(error?.code == .backend && error?.backendError == outage)
    #expect(error?.description == "cannot enqueue in memory: gone")
  }
}
