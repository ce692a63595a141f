import TasksTesting
import Testing

@testable import Tasks

@Suite("Results")
struct AsyncResultTests {
  private let clock = ManualClock()
  private let backend: MemoryBackend
  private let queue: TaskQueue

  init() {
    backend = MemoryBackend(clock: clock)
    queue = TaskQueue(broker: backend, results: backend, clock: clock)
  }

  private func finish(
    _ id: TaskID, _ state: TaskState = .success, _ value: JSONValue = .null, failure: TaskFailure? = nil
  ) async throws {
    try await backend.store([TaskResult(id: id, state: state, value: value, failure: failure, doneAt: clock.now)])
  }

  @Test func whatIsThereIsReturnedAtOnce() async throws {
    let sent = try await queue.send(Insert(value: 3))
    #expect(try await sent.state() == .pending)
    try await finish(sent.id, .success, 3)
    #expect(try await sent.get() == 3)
    #expect(try await sent.get(timeout: .zero) == 3)
    #expect(try await sent.state() == .success)
  }

  @Test func aWaiterIsWokenByTheStore() async throws {
    let sent = try await queue.send(Insert(value: 3))
    async let value = sent.get(timeout: .seconds(60))
    await clock.waitForSleepers()
    try await finish(sent.id, .started)
    try await finish(sent.id, .success, 4)
    #expect(try await value == 4)
  }

  @Test func waitingEndsAtTheTimeout() async throws {
    let sent = try await queue.send(Insert(value: 3))
    let waiter = Task { try await sent.get(timeout: .seconds(60)) }
    await clock.waitForSleepers()
    clock.advance(by: .seconds(60))
    await #expect(throws: ResultError.timeout(sent.id, after: .seconds(60))) { try await waiter.value }
  }

  @Test func aFailureIsThrownAsTheTaskLeftIt() async throws {
    let sent = try await queue.send(Insert(value: 3))
    let failure = TaskFailure(type: "Refused", message: "no")
    try await finish(sent.id, .failure, failure: failure)
    await #expect(throws: failure) { try await sent.get() }
    let revoked = try await queue.send(Insert(value: 3))
    try await finish(revoked.id, .revoked)
    await #expect(throws: ResultError.revoked(revoked.id)) { try await revoked.get() }
  }

  @Test func aTaskThatReturnsNothingReturnsNothing() async throws {
    let sent = try await queue.send(UpdateRates())
    try await finish(sent.id)
    try await sent.get()
  }

  @Test func aResultOfAnotherTypeIsAnError() async throws {
    let sent = try await queue.send(Insert(value: 3))
    try await finish(sent.id, .success, "three")
    let error = await #expect(throws: ResultError.self) { try await sent.get() }
    #expect(error?.description == #"the result is not a Int: result: expected a whole number, found a string "three""#)
    #expect(try await queue.result(of: sent.id).get() == "three")
    #expect(try await queue.result(of: sent.id, as: String.self).get() == "three")
  }

  @Test func aResultKnowsWhatItsTaskSent() async throws {
    let sent = try await queue.send(Insert(value: 3))
    #expect(try await sent.children().isEmpty)
    try await backend.store([
      TaskResult(
        id: sent.id, state: .success, value: 3, doneAt: clock.now,
        children: [
          [["a", nil], nil], [["g", ["a", nil]], [[["b", nil], nil], [["c", nil], nil]]], "no tuple", nil,
        ]),
      TaskResult(id: "b", state: .success, value: "bee", doneAt: clock.now),
    ])
    let children = try await sent.children()
    #expect(children.map(\.id) == ["a", "b", "c"])
    #expect(try await children[1].get() == "bee")
  }

  @Test func aGroupOfSomeoneElseIsAwaitedByItsMembers() async throws {
    let group = queue.result(ofGroup: "g", members: ["a", "b"], as: Int.self)
    try await finish("a", .success, 1)
    #expect(try await group.completedCount() == 1)
    #expect(try await !group.isReady())
    try await finish("b", .failure, failure: TaskFailure(type: "Refused", message: "no"))
    #expect(try await group.isReady())
    #expect(try await group.hasFailed())
    await #expect(throws: TaskFailure.self) { try await group.get() }
  }

  @Test func aForgottenResultIsPendingAgain() async throws {
    let sent = try await queue.send(Insert(value: 3))
    try await finish(sent.id, .success, 3)
    #expect(try await sent.record()?.value == 3)
    #expect(try await sent.forget())
    #expect(try await !sent.forget())
    #expect(try await sent.state() == .pending)
  }

  @Test func waitingForAnOutcomeThatIsNotKeptIsRefused() async throws {
    let ignored = try await queue.send(SendSMS(to: "a"))
    await #expect(throws: ResultError.notKept(ignored.id)) { try await ignored.get() }
    let storeless = try await TaskQueue(broker: backend, results: nil, clock: clock).send(UpdateRates())
    await #expect(throws: ResultError.notKept(storeless.id)) { try await storeless.get() }
    await #expect(throws: ResultError.notKept(storeless.id)) { try await storeless.state() }
  }

  @Test func aStoreThatIsAwayIsReported() async throws {
    let sent = try await queue.send(Insert(value: 3))
    let outage = BackendError(.unavailable, attempted: "read", place: "memory", reason: "gone")
    backend.setOutage(outage)
    await #expect(throws: outage) { try await sent.get() }
  }
}
