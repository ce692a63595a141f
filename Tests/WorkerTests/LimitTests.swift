import Synchronization
import TaskModel
import TasksTesting
import Testing
import WorkerThreads

@testable import Worker

@Suite struct LimitTests {
  private static let limited = TaskOptions(timeLimit: TimeLimit(hard: .seconds(10)))

  @Test func aTaskThatAnswersItsCancellationFailsWithTheLimitAndTheSlotGoesOn() async throws {
    let bench = Workbench(
      handlers: [
        Probe("endless", options: Self.limited) { _ in
          try await Barrier.cancellable()
          return .null
        }, Probe("ping") { _ in "pong" },
      ])
    try await bench.whileWorking {
      let id = try await bench.send("endless")
      await bench.log.wait { if case .started = $0 { true } else { false } }
      await bench.timerSleeps(until: bench.timer.now + .seconds(10))
      bench.timer.advance(by: .seconds(10))
      let result = try await bench.result(of: id)
      #expect(result?.failure?.type == "TimeLimitExceeded")
      #expect(try await bench.result(of: try await bench.send("ping"))?.value == "pong")
    }
  }

  @Test func theSoftLimitComesFirstAndATaskMayStillFinish() async throws {
    let options = TaskOptions(timeLimit: TimeLimit(soft: .seconds(7), hard: .seconds(60)))
    let bench = Workbench(
      handlers: [
        Probe("tidy", options: options) { _ in
          try? await Barrier.cancellable()
          return "tidied up"
        }
      ])
    try await bench.whileWorking {
      let id = try await bench.send("tidy")
      await bench.timerSleeps(until: bench.timer.now + .seconds(7))
      bench.timer.advance(by: .seconds(7))
      #expect(try await bench.result(of: id)?.value == "tidied up")
    }
  }

  @Test func aBlockedThreadLosesItsPlaceToAFreshOne() async throws {
    let gate = ThreadGate()
    let bench = Workbench(
      handlers: [
        Probe("blocked", options: Self.limited) { _ in
          gate.block()
          return "too late"
        }, Probe("ping") { _ in "pong" },
      ], adjust: { $0.stuckGrace = .seconds(6) })
    try await bench.whileWorking {
      let id = try await bench.send("blocked")
      await bench.timerSleeps(until: bench.timer.now + .seconds(10))
      bench.timer.advance(by: .seconds(10))
      await bench.timerSleeps(until: bench.timer.now + .seconds(6))
      bench.timer.advance(by: .seconds(6))
      #expect(try await bench.result(of: id)?.failure?.type == "TimeLimitExceeded")
      #expect(try await bench.result(of: try await bench.send("ping"))?.value == "pong")
      gate.open()
      await bench.log.wait { if case .stuckReturned = $0 { true } else { false } }
      #expect(try await bench.backend.result(of: id)?.state == .failure)
    }
    #expect(bench.log.count { if case .stuck = $0 { true } else { false } } == 1)
  }

  @Test func aRunningTaskThatIsTerminatedEndsRevoked() async throws {
    let bench = Workbench(handlers: [
      Probe("endless") { _ in
        try await Barrier.cancellable(); return .null
      }
    ])
    try await bench.whileWorking {
      let id = try await bench.send("endless")
      await bench.log.wait { if case .started = $0 { true } else { false } }
      #expect(bench.worker.terminate([id]) == [id])
      #expect(try await bench.result(of: id)?.state == .revoked)
    }
  }
}

@Suite struct StopTests {
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
}

@Suite struct OutageTests {
  private static let away = BackendError(.unavailable, attempted: "claim", place: "memory", reason: "a test says so")

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
      bench.backend.setOutage(Self.away)
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
    bench.backend.setOutage(Self.away)
    try await bench.whileWorking {
      await bench.log.wait { if case .brokerAway = $0 { true } else { false } }
      bench.backend.setOutage(nil)
      try await bench.keepAdvancing { try await bench.backend.result(of: id)?.state == .success }
    }
  }
}

extension Workbench {
  func timerSleeps(until deadline: Timestamp) async {
    await timer.waitForSleeper(until: deadline)
  }

  /// Moves both clocks on, step by step, until the condition holds.
  func keepAdvancing(until holds: () async throws -> Bool) async throws {
    while try await !holds() {
      timer.advance(by: .seconds(1))
      clock.advance(by: .seconds(1))
      await Task.yield()
    }
  }
}

extension Barrier {
  /// Waits until the calling task is cancelled.
  static func cancellable() async throws {
    let (stream, continuation) = AsyncStream<Void>.makeStream()
    for await _ in stream {}
    withExtendedLifetime(continuation) {}
    try Task.checkCancellation()
  }
}

/// Blocks a thread until it is opened.
private final class ThreadGate: Sendable {
  private let condition = LockedCondition()
  private let isOpen = Mutex(false)

  func block() { condition.withLock { while !isOpen.withLock({ $0 }) { condition.wait() } } }
  func open() {
    condition.withLock {
      isOpen.withLock { $0 = true }
      condition.signal()
    }
  }
}
