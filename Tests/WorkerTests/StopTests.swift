import TaskModel
import TasksTesting
import Testing

@testable import Worker

@Suite(.timeLimit(.minutes(5))) struct StopTests {
  @Test func aWarmStopWaitsForWhatRunsAndGivesBackWhatIsReserved() async throws {
    let barrier = Barrier()
    let bench = Workbench(
      prefetch: .multiplier(4),
      handlers: [
        Probe("slow") { _ in
          await barrier.pass(); return "done"
        }
      ])
    var ids: [TaskID] = []
    for _ in 0..<3 { ids.append(try await bench.send("slow")) }
    let running = Task { try await bench.worker.run() }
    await barrier.waitForArrivals()
    bench.worker.stop(.warm)
    barrier.open()
    try await running.value
    #expect(try await bench.backend.result(of: ids[0])?.state == .success)
    let statistics = try await bench.backend.queueStatistics(of: [.standard])
    #expect(statistics.first?.waiting == 2)
    #expect(statistics.first?.inFlight == 0)
  }

  @Test func aColdStopCancelsWhatRunsAndPutsItBackUncounted() async throws {
    let bench = Workbench(handlers: [
      Probe("endless") { _ in
        try await Barrier.cancellable(); return .null
      }
    ])
    try await bench.send("endless")
    let running = Task { try await bench.worker.run() }
    await bench.log.wait { if case .started = $0 { true } else { false } }
    bench.worker.stop(.warm)
    bench.worker.stop(.cold)
    try await running.value
    let node = NodeIdentity(name: "celery@next", incarnation: "1")
    try await bench.backend.renewLease(of: node, for: .seconds(10))
    let batch = try await bench.backend.claim(ClaimRequest(node: node, queues: [.standard], limit: 9))
    #expect(batch.messages.map(\.deliveryCount) == [1])
  }

  @Test func aPausedWorkerTakesNothingUntilItIsResumed() async throws {
    let bench = Workbench(handlers: [Probe("ping") { _ in "pong" }])
    try await bench.whileWorking {
      await bench.worker.waitUntilClaiming()
      bench.worker.pause()
      let id = try await bench.send("ping")
      #expect(bench.worker.snapshot.isPaused)
      bench.worker.resume()
      #expect(try await bench.result(of: id)?.value == "pong")
    }
  }

  @Test func thePoolGrowsAndShrinksButKeepsOneThread() async throws {
    let bench = Workbench(handlers: [Probe("ping") { _ in "pong" }])
    try await bench.whileWorking {
      await bench.worker.waitUntilClaiming()
      try bench.worker.grow(by: 2)
      #expect(bench.worker.snapshot.threads == 3)
      #expect(bench.worker.shrink(by: 9) == 2)
      #expect(try await bench.result(of: try await bench.send("ping"))?.value == "pong")
    }
  }

  @Test func aWorkerStoppedBeforeItRunsEndsAtOnce() async throws {
    let bench = Workbench(handlers: [])
    bench.worker.stop(.warm)
    try await bench.worker.run()
    await bench.worker.waitUntilClaiming()
  }

  @Test func whoeverWaitsForTheFirstClaimIsToldOfTheStop() async throws {
    let bench = Workbench(handlers: [])
    bench.backend.setOutage(Samples.away)
    async let ready: Void = bench.worker.waitUntilClaiming()
    let running = Task { try await bench.worker.run() }
    await bench.log.wait { if case .brokerAway = $0 { true } else { false } }
    bench.worker.stop(.warm)
    await ready
    try await running.value
  }

  /// A run that has passed the gate and is not known yet is stopped all the same.
  @Test func aColdStopReachesTheRunThatIsJustAboutToBegin() async throws {
    let (acknowledging, barrier) = (Barrier(), Barrier())
    let bench = Workbench(
      handlers: [
        Probe("once", options: TaskOptions(acknowledges: .early)) { _ in
          Issue.record("it ran")
          return .null
        }
      ],
      hooks: BackendHooks(settling: { settlements in
        if settlements.contains(where: { $0.disposition == .acknowledge }) {
          acknowledging.arrive()
          await barrier.pass()
        }
      }))
    let id = try await bench.send("once")
    let running = Task { try await bench.worker.run() }
    await acknowledging.waitForArrivals()
    bench.worker.stop(.cold)
    barrier.open()
    try await running.value
    #expect(try await bench.backend.result(of: id)?.failure?.type == "WorkerShutdown")
  }

  @Test func aRevocationReachesTheRunThatIsJustAboutToBegin() async throws {
    let (acknowledging, barrier) = (Barrier(), Barrier())
    let bench = Workbench(
      handlers: [
        Probe("once", options: TaskOptions(acknowledges: .early)) { _ in
          Issue.record("it ran")
          return .null
        }, Probe("ping") { _ in "pong" },
      ],
      hooks: BackendHooks(settling: { settlements in
        if settlements.contains(where: { $0.disposition == .acknowledge && $0.result == nil }) {
          acknowledging.arrive()
          await barrier.pass()
        }
      }))
    try await bench.whileWorking {
      let id = try await bench.send("once")
      await acknowledging.waitForArrivals()
      bench.worker.revoke([id])
      #expect(bench.worker.terminate([id]).isEmpty)
      barrier.open()
      #expect(try await bench.result(of: id)?.state == .revoked)
      #expect(try await bench.result(of: try await bench.send("ping"))?.value == "pong")
    }
  }

  @Test func nobodyWatchesOverARunThatIsOver() async throws {
    let options = TaskOptions(timeLimit: TimeLimit(soft: .seconds(31), hard: .seconds(37)))
    let bench = Workbench(
      handlers: [
        Probe("endless", options: options) { _ in
          try await Barrier.cancellable()
          return .null
        }
      ], adjust: { $0.stuckGrace = .seconds(7) })
    let start = bench.timer.now
    try await bench.whileWorking {
      let id = try await bench.send("endless")
      await bench.timerSleeps(until: start + .seconds(31))
      #expect(bench.worker.terminate([id]) == [id] && bench.worker.terminate([id]).count <= 1)
      #expect(try await bench.result(of: id)?.state == .revoked)
      while bench.timer.deadlines.contains(where: { [7, 31, 37].map { start + .seconds($0) }.contains($0) }) {
        await Task.yield()
      }
    }
  }

  @Test(arguments: [Worker.Stop.warm, .cold]) func nothingOfAStoppedWorkerSleepsOn(_ kind: Worker.Stop) async throws {
    let bench = Workbench(concurrency: 3, handlers: [Probe("ping")])
    let running = Task { try await bench.worker.run() }
    for _ in 0..<20 { try await bench.send("ping") }
    await bench.worker.waitUntilClaiming()
    bench.worker.stop(kind)
    try await running.value
    while !bench.timer.deadlines.isEmpty || !bench.clock.deadlines.isEmpty { await Task.yield() }
    #expect(try await bench.inFlight() == 0)
    #expect(bench.worker.snapshot.threads == 0 && bench.worker.snapshot.unsettled == 0)
  }
}
