import TaskModel
import TasksTesting
import Testing

@testable import Worker

@Suite(.timeLimit(.minutes(5))) struct LeaseTests {
  private let other = NodeIdentity(name: "celery@other", incarnation: "1")

  @Test func aNodeThatWasTakenForDeadDropsItsOutcomesAndStoresNothing() async throws {
    let barrier = Barrier()
    let bench = Workbench(
      prefetch: .multiplier(1),
      handlers: [
        Probe("slow") { _ in
          await barrier.pass()
          return "too late"
        }
      ])
    try await bench.whileWorking {
      let id = try await bench.send("slow")
      await barrier.waitForArrivals()
      // The worker's timer stands still, so it cannot renew in time.
      bench.clock.advance(by: .seconds(16))
      #expect(try await bench.backend.restoreAbandoned(by: other) == 1)
      #expect(try await bench.claim(by: other).map(\.deliveryCount) == [2])
      barrier.open()
      await bench.log.wait { if case .leaseLost(count: 1) = $0 { true } else { false } }
      #expect(try await bench.backend.result(of: id) == nil)
      #expect(try await bench.backend.locate([id]).map(\.node) == ["celery@other"])
    }
  }

  /// The message was acknowledged by nobody, and must not run at a node that no longer holds it.
  @Test func anEarlyTaskWhoseLeaseIsLostDoesNotRun() async throws {
    let (acknowledging, barrier) = (Barrier(), Barrier())
    let bench = Workbench(
      prefetch: .multiplier(1),
      handlers: [
        Probe("once", options: TaskOptions(acknowledges: .early)) { _ in
          Issue.record("it ran")
          return .null
        }
      ],
      hooks: BackendHooks(settling: { _ in
        acknowledging.arrive()
        await barrier.pass()
      }))
    try await bench.whileWorking {
      try await bench.send("once")
      await acknowledging.waitForArrivals()
      bench.clock.advance(by: .seconds(16))
      #expect(try await bench.backend.restoreAbandoned(by: other) == 1)
      #expect(try await bench.claim(by: other).count == 1)
      barrier.open()
      await bench.log.wait { if case .leaseLost(count: 1) = $0 { true } else { false } }
    }
  }

  @Test func aNewLifeOfANodeTakesBackAtOnceWhatTheFormerHeld() async throws {
    let bench = Workbench(incarnation: "2", handlers: [Probe("send") { .integer(Int64($0.deliveryCount)) }])
    let id = try await bench.send("send")
    #expect(try await bench.claim(by: NodeIdentity(name: "celery@test", incarnation: "1")).count == 1)
    try await bench.whileWorking {
      let result = try await bench.result(of: id)
      #expect(result?.value == 2)
    }
    #expect(bench.log.count { if case .restored(1) = $0 { true } else { false } } == 1)
  }

  @Test func whatAnotherNodeHeldComesBackWhenItsLeaseHasRunOut() async throws {
    let bench = Workbench(handlers: [Probe("send") { .integer(Int64($0.deliveryCount)) }])
    let id = try await bench.send("send")
    #expect(try await bench.claim(by: other).count == 1)
    try await bench.whileWorking {
      await bench.worker.waitUntilClaiming()
      let located = try await bench.backend.locate([id])
      #expect(located.map(\.node) == ["celery@other"])
      bench.clock.advance(by: .seconds(14))
      await bench.timerSleeps(until: bench.timer.now + .seconds(5))
      bench.timer.advance(by: .seconds(5))
      await bench.timerSleeps(until: bench.timer.now + .seconds(5))
      #expect(bench.log.count { if case .restored = $0 { true } else { false } } == 0)
      bench.clock.advance(by: .seconds(1))
      bench.timer.advance(by: .seconds(5))
      #expect(try await bench.result(of: id)?.value == 2)
      await bench.log.wait { if case .restored(1) = $0 { true } else { false } }
    }
  }

  @Test func aLeaseIsRenewedThreeTimesInItsTime() async throws {
    let barrier = Barrier()
    let bench = Workbench(
      handlers: [
        Probe("slow") { _ in
          await barrier.pass()
          return "in time"
        }
      ])
    try await bench.whileWorking {
      let id = try await bench.send("slow")
      await barrier.waitForArrivals()
      for _ in 0..<12 {
        await bench.timerSleeps(until: bench.timer.now + .seconds(5))
        bench.clock.advance(by: .seconds(5))
        bench.timer.advance(by: .seconds(5))
        await bench.timerSleeps(until: bench.timer.now + .seconds(5))
        #expect(try await bench.backend.restoreAbandoned(by: other) == 0)
      }
      barrier.open()
      #expect(try await bench.result(of: id)?.value == "in time")
    }
  }
}
