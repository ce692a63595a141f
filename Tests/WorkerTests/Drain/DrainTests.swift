import Synchronization
import TaskModel
import TasksTesting
import Testing

@testable import Worker

@Suite struct DrainTests {
  @Test func whatIsDueRunsInPlaceAndIsSettled() async throws {
    let bench = DrainBench([Probe("add") { .integer(Int64($0.message.arguments.positional.count)) }])
    let id = try await bench.send("add", [1, 2])
    let endings = try await bench.drain.run()
    #expect(endings.map(\.outcome) == [.succeeded(2)])
    #expect(try await bench.backend.result(of: id)?.value == 2)
    #expect(try await bench.inFlight() == 0)
  }

  @Test func aDrainOfNothingRunsNothing() async throws {
    #expect(try await DrainBench([Probe("none")]).drain.run().isEmpty)
  }

  @Test func whatIsDueLaterStaysUntilTheClockHasMoved() async throws {
    let bench = DrainBench([Probe("late")])
    try await bench.send("late") { $0.eta = bench.clock.now + .hours(2) }
    #expect(try await bench.drain.run().isEmpty)
    bench.clock.advance(by: .hours(2))
    #expect(try await bench.drain.run().map(\.outcome) == [.succeeded(.null)])
  }

  @Test func whatARunSendsIsRunBehindIt() async throws {
    let log = Mutex<[String]>([])
    let backend = Mutex<MemoryBackend?>(nil)
    let bench = DrainBench([
      Probe("first") { _ in
        try await backend.withLock { $0 }?.enqueue([TaskMessage(id: TaskID("2"), task: "second")])
        log.withLock { $0.append("first") }
        return .null
      },
      Probe("second") { _ in
        log.withLock { $0.append("second") }
        return .null
      },
    ])
    backend.withLock { $0 = bench.backend }
    try await bench.send("first")
    #expect(try await bench.drain.run().count == 2)
    #expect(log.withLock { $0 } == ["first", "second"])
  }

  @Test func messagesOfAllQueuesAreTakenWhicheverTheOptionsName() async throws {
    let bench = DrainBench([Probe("work")])
    try await bench.send("work") { $0.queue = "somewhere" }
    #expect(try await bench.drain.run().count == 1)
  }

  @Test func aRetryWithoutAPauseIsDrainedOneWithAPauseWaits() async throws {
    let now = RetryPolicy.fixed(attempts: 3, pause: .zero)
    let later = RetryPolicy.fixed(attempts: 3, pause: .seconds(60))
    let failure = TaskFailure(type: "Flaky", message: "again")
    let bench = DrainBench([
      Probe("now", options: TaskOptions(retry: now)) { _ in throw failure },
      Probe("later", options: TaskOptions(retry: later)) { _ in throw failure },
    ])
    try await bench.send("now")
    #expect(try await bench.drain.run().count == 3)
    try await bench.send("later")
    #expect(try await bench.drain.run().map(\.outcome) == [.retried(failure, in: .seconds(60))])
    bench.clock.advance(by: .seconds(60))
    #expect(try await bench.drain.run().count == 1)
  }

  @Test func theGateStandsHereToo() async throws {
    let bench = DrainBench([Probe("known", refuses: "count")])
    try await bench.send("unknown")
    try await bench.send("known")
    try await bench.send("known") { $0.expires = bench.clock.now }
    let revoked = try await bench.send("known")
    try await bench.backend.revoke([revoked], until: bench.clock.now + .hours(1))
    bench.backend.plantUnreadable([0xff], reason: "no JSON", in: .standard)
    let endings = try await bench.drain.run().map(\.outcome)
    #expect(endings.count == 5)
    #expect(endings.contains(.expired))
    #expect(endings.contains(.revoked))
    #expect(endings.contains(.deadLettered(.unreadable, detail: "no JSON")))
    #expect(endings.contains(.failed(TaskFailure(type: "ArgumentError", message: "argument 'count': does not fit"))))
    #expect(try await bench.backend.deadLetterCount() == 2)
  }

  @Test func aTimeLimitHoldsByTheTimer() async throws {
    let limit = TimeLimit(soft: .seconds(3))
    let bench = DrainBench([
      Probe("slow", options: TaskOptions(timeLimit: limit)) { _ in
        let barrier = ManualClock()
        try await barrier.sleep(until: barrier.now + .hours(1))
        return .null
      }
    ])
    try await bench.send("slow")
    async let endings = bench.drain.run()
    await bench.timer.waitForSleepers()
    bench.timer.advance(by: .seconds(3))
    #expect(try await endings.map(\.outcome) == [.failed(.softTimeLimit(.seconds(3), details: nil))])
  }

  @Test func aRunThatDoesNotAnswerIsGivenUpAndTheDrainGoesOn() async throws {
    let gate = Barrier()
    let bench = DrainBench([
      Probe("stuck", options: TaskOptions(timeLimit: TimeLimit(hard: .seconds(3)))) { _ in
        await gate.pass()
        return .null
      },
      Probe("next"),
    ])
    try await bench.send("stuck")
    try await bench.send("next")
    async let endings = bench.drain.run()
    await bench.timer.waitForSleepers()
    bench.timer.advance(by: .seconds(3))
    await bench.timer.waitForSleeper(until: bench.timer.now + .seconds(5))
    bench.timer.advance(by: .seconds(5))
    #expect(try await endings.count == 2)
    gate.open()
    await bench.log.wait { if case .stuckReturned = $0 { true } else { false } }
  }

  @Test func aCancelledDrainPutsItsMessageBack() async throws {
    let bench = DrainBench([
      Probe("waits") { _ in
        let clock = ManualClock()
        try await clock.sleep(until: clock.now + .hours(1))
        return .null
      }
    ])
    let id = try await bench.send("waits")
    let drain = Task { try await bench.drain.run() }
    await bench.log.wait { if case .started = $0 { true } else { false } }
    drain.cancel()
    await #expect(throws: CancellationError.self) { try await drain.value }
    #expect(try await bench.backend.locate([id]).map(\.place) == [.waiting])
  }

  @Test func tasksThatSendThemselvesForEverAreAnErrorThatNamesThem() async throws {
    let backend = Mutex<MemoryBackend?>(nil)
    let bench = DrainBench([
      Probe("again") { _ in
        try await backend.withLock { $0 }?.enqueue([TaskMessage(id: TaskID("x"), task: "again")])
        return .null
      }
    ])
    backend.withLock { $0 = bench.backend }
    try await bench.send("again")
    await #expect(throws: DrainError.endless(runs: 20, last: ["again"])) { try await bench.drain.run(limit: 20) }
    #expect(try await bench.backend.queueStatistics(of: []).first?.waiting == 1)
  }

  @Test func anEarlyAcknowledgementComesBeforeTheRun() async throws {
    let backend = Mutex<MemoryBackend?>(nil)
    let bench = DrainBench([
      Probe("early", options: TaskOptions(acknowledges: .early)) { run in
        .bool(try await backend.withLock { $0 }?.locate([run.message.id]).isEmpty ?? false)
      }
    ])
    backend.withLock { $0 = bench.backend }
    try await bench.send("early")
    #expect(try await bench.drain.run().map(\.outcome) == [.succeeded(true)])
  }

  @Test func aStoreThatIsAwayWhenARunEndsIsAnErrorAndTheMessageComesBack() async throws {
    let backend = Mutex<MemoryBackend?>(nil)
    let bench = DrainBench([
      Probe("cuts") { _ in
        // Taken away by the first run only.
        backend.withLock { $0.take() }?.setOutage(Samples.away)
        return .null
      }
    ])
    backend.withLock { $0 = bench.backend }
    try await bench.send("cuts")
    await #expect(throws: Samples.away) { try await bench.drain.run() }
    bench.backend.setOutage(nil)
    #expect(try await bench.drain.run().count == 1)
  }

  @Test func whatIsOnItsWayIsBroughtBeforeEachClaim() async throws {
    let way = Mutex<[TaskMessage]>([])
    let bench = DrainBench(
      [
        Probe("sends") { _ in
          way.withLock { $0.append(TaskMessage(id: TaskID("2"), task: "sent")) }
          return .null
        }, Probe("sent"),
      ],
      refill: { backend in
        let messages = way.withLock { way in
          defer { way = [] }
          return way
        }
        try await backend.enqueue(messages)
      })
    try await bench.send("sends")
    #expect(try await bench.drain.run().compactMap(\.message?.task) == ["sends", "sent"])
  }

  @Test func whoSentATaskWaitsForItAlsoWhenAnotherDrainsIt() async throws {
    let gate = Barrier()
    let bench = DrainBench([
      Probe("held") { _ in
        await gate.pass()
        return .null
      }
    ])
    let id = try await bench.send("held")
    let other = Task { try await bench.drain.run() }
    await bench.log.wait { if case .started = $0 { true } else { false } }
    async let waiting = bench.drain.run(awaiting: [id])
    gate.open()
    #expect(try await waiting.isEmpty)
    #expect(try await bench.backend.result(of: id)?.state == .success)
    #expect(try await other.value.count == 1)
  }
}
