import TaskModel
import TasksTesting
import Testing

@testable import Worker

/// Several async tasks on one thread, and what happens when one of them blocks it.
@Suite(.timeLimit(.minutes(5))) struct SharedThreadTests {
  private static let limited = TaskOptions(timeLimit: TimeLimit(hard: .seconds(11)))
  private let gate = ThreadGate()
  private let blocked = Barrier()
  private let barrier = Barrier()

  private func bench(concurrency: Int = 1) -> Workbench {
    Workbench(
      concurrency: concurrency, tasksPerThread: 2,
      handlers: [
        Probe("wait") { _ in
          await barrier.pass()
          return "done"
        },
        Probe("deaf", options: Self.limited) { _ in
          await barrier.pass()
          return "too late"
        },
        Probe("block", options: Self.limited) { _ in
          blocked.arrive()
          gate.block()
          return "too late"
        }, Probe("ping") { _ in "pong" },
      ], adjust: { $0.stuckGrace = .seconds(7) })
  }

  /// Lets the limit pass, and the time to answer.
  private func passLimit(_ bench: Workbench) async {
    await bench.timerSleeps(until: bench.timer.now + .seconds(11))
    bench.timer.advance(by: .seconds(11))
    await bench.timerSleeps(until: bench.timer.now + .seconds(7))
    bench.timer.advance(by: .seconds(7))
  }

  @Test func tasksThatSuspendShareAThread() async throws {
    let bench = bench()
    try await bench.whileWorking {
      let ids = [try await bench.send("wait"), try await bench.send("wait")]
      await barrier.waitForArrivals(2)
      #expect(bench.worker.snapshot.threads == 1 && bench.worker.snapshot.active.count == 2)
      barrier.open()
      for id in ids { #expect(try await bench.result(of: id)?.value == "done") }
    }
  }

  @Test func aBlockedThreadIsReplacedAndItsNeighboursFinishWhenItIsFree() async throws {
    let bench = bench()
    try await bench.whileWorking {
      let neighbour = try await bench.send("wait")
      await barrier.waitForArrivals()
      let stuck = try await bench.send("block")
      await blocked.waitForArrivals()
      await passLimit(bench)
      #expect(try await bench.result(of: stuck)?.failure?.type == "TimeLimitExceeded")
      #expect(try await bench.result(of: try await bench.send("ping"))?.value == "pong")
      #expect(bench.worker.snapshot.threads == 1 && bench.worker.snapshot.slots == 2)
      #expect(bench.worker.snapshot.active.map(\.message.id) == [neighbour])
      barrier.open()
      gate.open()
      #expect(try await bench.result(of: neighbour)?.value == "done")
    }
  }

  /// What came for an idle slot whose thread is blocked must not stay with it.
  @Test func aMessageThatCameWhileTheThreadWasBlockedRunsOnTheFreshOne() async throws {
    let bench = bench()
    try await bench.whileWorking {
      // Both slots have been there, and wait.
      for _ in 0..<2 { try await bench.send("wait") }
      await barrier.waitForArrivals(2)
      barrier.open()
      while bench.log.endings.count < 2 { await Task.yield() }
      try await bench.send("block")
      await blocked.waitForArrivals()
      let behind = try await bench.send("ping")
      while try await bench.inFlight() < 2 { await Task.yield() }
      await passLimit(bench)
      #expect(try await bench.result(of: behind)?.value == "pong")
      gate.open()
    }
  }

  @Test func twoStuckRunsOfOneThreadBringOneFreshThread() async throws {
    let bench = bench()
    try await bench.whileWorking {
      let ids = [try await bench.send("deaf"), try await bench.send("deaf")]
      await barrier.waitForArrivals(2)
      await passLimit(bench)
      for id in ids { #expect(try await bench.result(of: id)?.failure?.type == "TimeLimitExceeded") }
      #expect(try await bench.result(of: try await bench.send("ping"))?.value == "pong")
      #expect(bench.worker.snapshot.threads == 1)
      barrier.open()
      while bench.log.count(where: { if case .stuckReturned = $0 { true } else { false } }) < 2 { await Task.yield() }
    }
  }

  @Test func aThreadThatWasLeavingIsNotReplaced() async throws {
    let bench = bench(concurrency: 2)
    try await bench.whileWorking {
      for _ in 0..<4 { try await bench.send("deaf") }
      await barrier.waitForArrivals(4)
      #expect(bench.worker.shrink(by: 1) == 1)
      await passLimit(bench)
      while bench.log.endings.count < 4 { await Task.yield() }
      #expect(try await bench.result(of: try await bench.send("ping"))?.value == "pong")
      #expect(bench.worker.snapshot.threads == 1 && bench.worker.snapshot.slots == 2)
      barrier.open()
    }
  }

  @Test func aWarmStopDoesNotWaitForIdleSlotsOfABlockedThread() async throws {
    let bench = bench()
    let stuck = try await bench.send("block")
    let running = Task { try await bench.worker.run() }
    await blocked.waitForArrivals()
    bench.worker.stop(.warm)
    await passLimit(bench)
    try await running.value
    #expect(try await bench.backend.result(of: stuck)?.state == .failure)
    gate.open()
  }

  /// The run comes back just while it is given up: its place must be filled all the same.
  @Test(arguments: 1...20) func aRunThatReturnsWhileItIsGivenUpLeavesNoGap(_ round: Int) async throws {
    let gate = ThreadGate()
    let bench = Workbench(
      handlers: [
        Probe("block", options: Self.limited) { _ in
          gate.block()
          return "too late"
        }, Probe("ping") { _ in "pong" },
      ], adjust: { $0.stuckGrace = .seconds(7) },
      onEvent: { event in if case .stuck = event { gate.open() } })
    try await bench.whileWorking {
      try await bench.send("block")
      await passLimit(bench)
      await bench.log.wait { if case .stuckReturned = $0 { true } else { false } }
      #expect(try await bench.result(of: try await bench.send("ping"))?.value == "pong")
      #expect(bench.worker.snapshot.threads == 1)
    }
  }
}
