import Synchronization
import TaskModel
import TasksTesting
import Testing

@testable import Worker

@Suite(.timeLimit(.minutes(5))) struct OutageTests {
  @Test func anOutcomeIsKeptWhileTheBrokerIsAwayAndStoredOnceItIsBack() async throws {
    let barrier = Barrier()
    let bench = Workbench(handlers: [
      Probe("slow") { _ in
        await barrier.pass(); return "kept"
      }
    ])
    try await bench.whileWorking {
      let id = try await bench.send("slow")
      await barrier.waitForArrivals()
      bench.backend.setOutage(Samples.away)
      barrier.open()
      await bench.log.wait { if case .brokerAway = $0 { true } else { false } }
      bench.backend.setOutage(nil)
      bench.timer.advance(by: .seconds(10))
      try await bench.keepAdvancing { try await bench.backend.result(of: id)?.state == .success }
      #expect(try await bench.backend.result(of: id)?.value == "kept")
    }
    #expect(bench.log.count { if case .brokerAway = $0 { true } else { false } } == 1)
    #expect(bench.log.count { if case .brokerBack = $0 { true } else { false } } == 1)
  }

  @Test func aWorkerStartedDuringAnOutageBeginsWhenItIsOver() async throws {
    let bench = Workbench(handlers: [Probe("ping") { _ in "pong" }])
    let id = try await bench.send("ping")
    bench.backend.setOutage(Samples.away)
    try await bench.whileWorking {
      await bench.log.wait { if case .brokerAway = $0 { true } else { false } }
      bench.backend.setOutage(nil)
      try await bench.keepAdvancing { try await bench.backend.result(of: id)?.state == .success }
    }
  }

  private static func isAway(_ event: WorkerEvent) -> Bool { if case .brokerAway = event { true } else { false } }
  private static func isBack(_ event: WorkerEvent) -> Bool { if case .brokerBack = event { true } else { false } }

  @Test func aWarmStopDuringAnOutageEndsOnceTheStoreIsBack() async throws {
    let barrier = Barrier()
    let bench = Workbench(handlers: [
      Probe("slow") { _ in
        await barrier.pass()
        return "kept"
      }
    ])
    let id = try await bench.send("slow")
    let running = Task { try await bench.worker.run() }
    await barrier.waitForArrivals()
    bench.backend.setOutage(Samples.away)
    bench.worker.stop(.warm)
    barrier.open()
    await bench.log.wait(for: Self.isAway)
    #expect(bench.worker.snapshot.unsettled == 1)
    bench.backend.setOutage(nil)
    try await bench.keepAdvancing { try await bench.backend.result(of: id) != nil }
    try await running.value
    #expect(try await bench.backend.result(of: id)?.value == "kept")
    #expect(try await bench.inFlight() == 0)
  }

  /// The clocks stand still: whatever would wait for them would wait for ever.
  @Test func aColdStopDuringAnOutageEndsAndSaysWhatItDropped() async throws {
    let barrier = Barrier()
    let bench = Workbench(handlers: [
      Probe("slow") { _ in
        await barrier.pass()
        return "dropped"
      }
    ])
    let id = try await bench.send("slow")
    let running = Task { try await bench.worker.run() }
    await barrier.waitForArrivals()
    bench.backend.setOutage(Samples.away)
    barrier.open()
    await bench.log.wait(for: Self.isAway)
    bench.worker.stop(.warm)
    bench.worker.stop(.cold)
    try await running.value
    #expect(bench.log.count { if case .outcomesDropped(1) = $0 { true } else { false } } == 1)
    #expect(bench.worker.snapshot.unsettled == 0)
    bench.backend.setOutage(nil)
    #expect(try await bench.backend.result(of: id) == nil)
    let next = Workbench(incarnation: "2", sharing: bench, handlers: [Probe("slow") { _ in "again" }])
    try await next.whileWorking {
      let result = try await next.result(of: id)
      #expect(result?.value == "again")
    }
  }

  @Test func aColdStopEndsAnAcknowledgementThatWaitsForTheStore() async throws {
    let bench = Workbench(
      handlers: [
        Probe("once", options: TaskOptions(acknowledges: .early)) { _ in
          Issue.record("it ran")
          return .null
        }
      ], hooks: BackendHooks(settling: { _ throws(BackendError) in throw Samples.away }))
    let id = try await bench.send("once")
    let running = Task { try await bench.worker.run() }
    await bench.log.wait(for: Self.isAway)
    bench.worker.stop(.cold)
    try await running.value
    #expect(bench.log.count { if case .outcomesDropped = $0 { true } else { false } } == 0)
    #expect(try await bench.backend.locate([id]).map(\.place) == [.waiting])
  }

  @Test(arguments: [Worker.Stop.warm, .cold])
  func aWorkerThatNeverReachedTheStoreStopsAtOnce(_ kind: Worker.Stop) async throws {
    let bench = Workbench(handlers: [])
    bench.backend.setOutage(Samples.away)
    let running = Task { try await bench.worker.run() }
    await bench.log.wait(for: Self.isAway)
    bench.worker.stop(kind)
    try await running.value
  }

  /// It claims nothing, and so has to ask for the sake of asking.
  @Test func aPausedWorkerLearnsThatTheStoreIsBack() async throws {
    let bench = Workbench(handlers: [])
    try await bench.whileWorking {
      await bench.worker.waitUntilClaiming()
      bench.worker.pause()
      bench.backend.setOutage(Samples.away)
      try await bench.keepAdvancing { bench.log.count(where: Self.isAway) == 1 }
      bench.backend.setOutage(nil)
      try await bench.keepAdvancing { bench.log.count(where: Self.isBack) == 1 }
      #expect(bench.worker.snapshot.brokerAwaySince == nil && bench.worker.snapshot.isPaused)
    }
  }

  /// As after a wrong clock was put right in the middle of an outage. Nothing rings when this one is over.
  @Test func aClockThatIsSetBackDoesNotKeepTheWorkerFromItsQueues() async throws {
    let isAway = Mutex(true)
    let bench = Workbench(
      handlers: [Probe("ping") { _ in "pong" }],
      hooks: BackendHooks(claiming: { _ throws(BackendError) in
        if isAway.withLock({ $0 }) { throw Samples.away }
      }))
    let id = try await bench.send("ping")
    try await bench.whileWorking {
      await bench.log.wait(for: Self.isAway)
      bench.clock.set(to: bench.clock.now - .hours(3))
      isAway.withLock { $0 = false }
      while try await bench.backend.result(of: id) == nil {
        bench.timer.advance(by: .seconds(1))
        await Task.yield()
      }
    }
  }
}
