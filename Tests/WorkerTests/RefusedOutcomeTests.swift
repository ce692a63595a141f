import Synchronization
import TaskModel
import TasksTesting
import Testing

@testable import Worker

/// The store refuses what became of one task for good, such as a result beyond its size.
@Suite(.timeLimit(.minutes(5))) struct RefusedOutcomeTests {
  private static func isTooBig(_ settlement: Settlement) -> Bool { settlement.result?.value == "too big" }

  private func bench(
    acknowledges: TaskOptions.Acknowledgement = .late, hooks: BackendHooks,
    adjust: (inout WorkerOptions) -> Void = { _ in }
  ) -> Workbench {
    Workbench(
      handlers: [
        Probe("big", options: TaskOptions(acknowledges: acknowledges)) { _ in "too big" },
        Probe("ping") { _ in "pong" },
      ], hooks: hooks, adjust: adjust)
  }

  private let refusing = BackendHooks(settling: { settlements throws(BackendError) in
    if settlements.contains(where: Self.isTooBig) { throw Samples.refused }
  })

  @Test func theMessageIsSetAsideAndTheSenderToldWhileTheOthersGoOn() async throws {
    let bench = bench(hooks: refusing)
    let big = try await bench.send("big")
    var others: [TaskID] = []
    for _ in 0..<20 { others.append(try await bench.send("ping")) }
    try await bench.whileWorking {
      let failure = try await bench.result(of: big)?.failure
      #expect(failure == TaskFailure(type: "OutcomeRefused", message: Samples.refused.description))
      for id in others { #expect(try await bench.result(of: id)?.value == "pong") }
    }
    let letters = try await bench.backend.deadLetters(after: 0, limit: 10)
    #expect(letters.map(\.reason) == [.rejected] && letters.first?.message?.id == big)
    #expect(bench.log.count { if case .outcomeRefused = $0 { true } else { false } } == 1)
    #expect(bench.log.count { if case .leaseLost = $0 { true } else { false } } == 0)
    #expect(try await bench.inFlight() == 0)
  }

  /// The store goes away between the refusal and the setting aside.
  @Test func theSettingAsideSurvivesAnOutage() async throws {
    let tries = Mutex(0)
    let bench = bench(
      hooks: BackendHooks(settling: { settlements throws(BackendError) in
        if settlements.contains(where: Self.isTooBig) { throw Samples.refused }
        let number = tries.withLock { tries in
          tries += 1
          return tries
        }
        if number < 4 { throw Samples.away }
      }))
    try await bench.whileWorking {
      let id = try await bench.send("big")
      try await bench.keepAdvancing { try await bench.backend.deadLetterCount() == 1 }
      #expect(try await bench.result(of: id)?.failure?.type == "OutcomeRefused")
    }
  }

  @Test func anEarlyTaskIsNoDeadLetterButItsSenderIsTold() async throws {
    let bench = bench(acknowledges: .early, hooks: refusing)
    try await bench.whileWorking {
      let id = try await bench.send("big")
      #expect(try await bench.result(of: id)?.failure?.type == "OutcomeRefused")
    }
    #expect(try await bench.backend.deadLetterCount() == 0)
    #expect(bench.log.count { if case .leaseLost = $0 { true } else { false } } == 0)
  }

  @Test func aStateStartedThatIsRefusedLeavesTheTaskAlone() async throws {
    let hooks = BackendHooks(settling: { settlements throws(BackendError) in
      if settlements.contains(where: { $0.result?.state == .started }) { throw Samples.refused }
    })
    let bench = bench(hooks: hooks) { $0.tracksStarted = true }
    try await bench.whileWorking {
      let id = try await bench.send("ping")
      #expect(try await bench.result(of: id)?.value == "pong")
    }
    #expect(try await bench.backend.deadLetterCount() == 0)
    #expect(bench.log.count { if case .outcomesDropped = $0 { true } else { false } } == 0)
  }

  @Test func whatIsRefusedEvenBareIsDroppedAndTheWorkerGoesOn() async throws {
    let bench = bench(
      hooks: BackendHooks(settling: { settlements throws(BackendError) in
        if settlements.contains(where: { $0.result?.task == "big" }) { throw Samples.refused }
      }))
    try await bench.whileWorking {
      try await bench.send("big")
      await bench.log.wait { if case .outcomesDropped(1) = $0 { true } else { false } }
      #expect(try await bench.result(of: try await bench.send("ping"))?.value == "pong")
    }
    #expect(bench.worker.snapshot.unsettled == 0)
  }
}
