import Synchronization
import TaskModel
import TasksTesting
import Testing
import WorkerThreads

@testable import Worker

@Suite struct LimitTests {
  private static let limited = TaskOptions(timeLimit: TimeLimit(hard: .seconds(11)))

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
      await bench.timerSleeps(until: bench.timer.now + .seconds(11))
      bench.timer.advance(by: .seconds(11))
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
      await bench.timerSleeps(until: bench.timer.now + .seconds(11))
      bench.timer.advance(by: .seconds(11))
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

  @Test func aThreadThatWasRefusedIsAskedForAgain() async throws {
    let gate = ThreadGate()
    let asked = Mutex(0)
    let bench = Workbench(
      handlers: [
        Probe("blocked", options: Self.limited) { _ in
          gate.block()
          return "too late"
        }, Probe("ping") { _ in "pong" },
      ],
      makeThread: { name throws(ThreadError) in
        let number = asked.withLock { asked in
          asked += 1
          return asked
        }
        if number == 2 { throw ThreadError(name: name, code: 11) }
        return try WorkerThread(name: name)
      })
    try await bench.whileWorking {
      let id = try await bench.send("blocked")
      try await bench.keepAdvancing { try await bench.backend.result(of: id) != nil }
      let ping = try await bench.send("ping")
      try await bench.keepAdvancing { try await bench.backend.result(of: ping) != nil }
      #expect(bench.log.count { if case .threadRefused = $0 { true } else { false } } == 1)
      #expect(bench.worker.snapshot.threads == 1)
      gate.open()
    }
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
