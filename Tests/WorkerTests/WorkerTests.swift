import Synchronization
import TaskModel
import TasksTesting
import Testing
import WorkerThreads

@testable import Worker

@Suite struct WorkerTests {
  @Test func aTaskThatReturnsIsStoredAsSuccess() async throws {
    let bench = Workbench(handlers: [Probe("add") { .integer(Int64($0.message.arguments.positional.count)) }])
    try await bench.whileWorking {
      let id = try await bench.send("add", [1, 2])
      let result = try await bench.result(of: id)
      #expect(result?.state == .success)
      #expect(result?.value == 2)
      #expect(result?.worker == "celery@test")
    }
    #expect(try await bench.backend.queueStatistics(of: ["celery"]).first?.inFlight == 0)
  }

  @Test func anErrorIsStoredWithItsTypeAndText() async throws {
    struct Boom: Error, CustomStringConvertible { var description: String { "it went boom" } }
    let bench = Workbench(handlers: [Probe("fail") { _ in throw Boom() }])
    try await bench.whileWorking {
      let result = try await bench.result(of: try await bench.send("fail"))
      #expect(result?.state == .failure)
      #expect(result?.failure == TaskFailure(type: "Boom", message: "it went boom"))
    }
  }

  @Test func aFailedRunIsTriedAgainAfterItsPauseUntilAttemptsRunOut() async throws {
    let runs = Mutex(0)
    let options = TaskOptions(retry: .fixed(attempts: 3, pause: .seconds(60)))
    let bench = Workbench(
      handlers: [
        Probe("flaky", options: options) { _ in
          runs.withLock { $0 += 1 }
          throw TaskFailure(type: "Flaky", message: "again")
        }
      ])
    try await bench.whileWorking {
      let id = try await bench.send("flaky")
      for expected in 1...2 {
        await bench.log.wait { event in
          if case .ended(let ending) = event, ending.message?.retries == expected - 1 { true } else { false }
        }
        try await bench.untilDeferred(1)
        bench.clock.advance(by: .seconds(60))
      }
      let result = try await bench.result(of: id)
      #expect(result?.state == .failure)
      #expect(result?.retries == 2)
    }
    #expect(runs.withLock { $0 } == 3)
  }

  @Test func anUnknownTaskIsSetAsideAndItsSenderToldSo() async throws {
    let bench = Workbench(handlers: [])
    try await bench.whileWorking {
      let result = try await bench.result(of: try await bench.send("nosuch"))
      #expect(result?.failure?.type == "NotRegistered")
    }
    let letters = try await bench.backend.deadLetters(after: 0, limit: 10)
    #expect(letters.map(\.reason) == [.unknownTask])
    #expect(letters.first?.message?.task == "nosuch")
  }

  @Test func argumentsThatDoNotFitFailTheTaskAndNameTheArgument() async throws {
    let bench = Workbench(handlers: [Probe("picky", refuses: "items[2]")])
    try await bench.whileWorking {
      let result = try await bench.result(of: try await bench.send("picky"))
      #expect(result?.failure == TaskFailure(type: "ArgumentError", message: "argument 'items[2]': does not fit"))
    }
  }

  @Test func whatARunSendsStandsInItsResult() async throws {
    let bench = Workbench(handlers: [
      Probe("sends") { context in
        for number in 0..<2000 { context.noteChild([[.integer(Int64(number)), nil], nil]) }
        return .null
      }
    ])
    try await bench.whileWorking {
      let children = try await bench.result(of: try await bench.send("sends"))?.children
      #expect(children?.count == 1000)
      #expect(children?.first == [[0, nil], nil])
    }
  }

  @Test func anExpiredTaskIsNotRun() async throws {
    let bench = Workbench(handlers: [
      Probe("late") { _ in
        Issue.record("it ran"); return .null
      }
    ])
    let id = try await bench.send("late") { $0.expires = bench.clock.now - .seconds(1) }
    try await bench.whileWorking {
      let result = try await bench.result(of: id)
      #expect(result?.state == .revoked)
    }
    #expect(bench.log.endings == [.expired])
  }

  @Test func aRevokedTaskIsNotRun() async throws {
    let bench = Workbench(handlers: [
      Probe("stopped") { _ in
        Issue.record("it ran"); return .null
      }
    ])
    let id = try await bench.send("stopped")
    try await bench.backend.revoke([id], until: bench.clock.now + .hours(1))
    try await bench.whileWorking {
      let result = try await bench.result(of: id)
      #expect(result?.state == .revoked)
    }
  }

  @Test func aTaskWithAnEtaRunsWhenTheClockReachesIt() async throws {
    let bench = Workbench(handlers: [Probe("later") { _ in "ran" }])
    try await bench.whileWorking {
      let id = try await bench.send("later") { $0.eta = bench.clock.now + .hours(2) }
      try await bench.untilDeferred(1)
      #expect(try await bench.backend.result(of: id) == nil)
      bench.clock.advance(by: .hours(2))
      #expect(try await bench.result(of: id)?.value == "ran")
    }
  }

  @Test func unreadableBytesAreSetAsideAndTheNextTaskRuns() async throws {
    let bench = Workbench(handlers: [Probe("ping") { _ in "pong" }])
    bench.backend.plantUnreadable([0xFF, 0x00], reason: "not JSON", in: .standard)
    try await bench.whileWorking {
      let id = try await bench.send("ping")
      #expect(try await bench.result(of: id)?.value == "pong")
    }
    let letters = try await bench.backend.deadLetters(after: 0, limit: 10)
    #expect(letters.map(\.reason) == [.unreadable])
    #expect(letters.first?.bytes == [0xFF, 0x00])
  }

  @Test func aMessageHandedOutTooOftenIsSetAside() async throws {
    let bench = Workbench(handlers: [
      Probe("poison") { _ in
        Issue.record("it ran"); return .null
      }
    ])
    try await bench.send("poison")
    for life in 1...3 {
      let node = NodeIdentity(name: "celery@dead\(life)", incarnation: "0")
      try await bench.backend.renewLease(of: node, for: .seconds(10))
      let batch = try await bench.backend.claim(ClaimRequest(node: node, queues: [.standard], limit: 1))
      #expect(batch.messages.first?.deliveryCount == life)
      bench.clock.advance(by: .seconds(11))
      _ = try await bench.backend.restoreAbandoned(by: NodeIdentity(name: "celery@other", incarnation: "0"))
    }
    try await bench.whileWorking {
      await bench.log.wait { if case .ended = $0 { true } else { false } }
    }
    #expect(try await bench.backend.deadLetters(after: 0, limit: 10).map(\.reason) == [.tooManyDeliveries])
  }

  @Test func anEarlyTaskIsAcknowledgedBeforeItRuns() async throws {
    let barrier = Barrier()
    let bench = Workbench(
      handlers: [
        Probe("once", options: TaskOptions(acknowledges: .early)) { _ in
          await barrier.pass()
          return "done"
        }
      ])
    try await bench.whileWorking {
      let id = try await bench.send("once")
      await barrier.waitForArrivals()
      #expect(try await bench.backend.locate([id]).isEmpty)
      barrier.open()
      #expect(try await bench.result(of: id)?.value == "done")
    }
  }

  @Test func theStateStartedIsStoredWhenAskedFor() async throws {
    let barrier = Barrier()
    let bench = Workbench(
      handlers: [
        Probe("slow") { _ in
          await barrier.pass(); return .null
        }
      ], adjust: { $0.tracksStarted = true })
    try await bench.whileWorking {
      let id = try await bench.send("slow")
      await barrier.waitForArrivals()
      for await _ in bench.backend.changes(of: id).startingNow {
        if let result = try await bench.backend.result(of: id) {
          #expect(result.state == .started)
          break
        }
      }
      barrier.open()
      #expect(try await bench.result(of: id)?.state == .success)
    }
  }

  @Test func fiveHundredTasksOnFourThreadsEachRunOnce() async throws {
    let seen = Mutex<[TaskID: Int]>([:])
    let bench = Workbench(
      concurrency: 4,
      handlers: [
        Probe("count") { context in
          seen.withLock { $0[context.message.id, default: 0] += 1 }
          return .null
        }
      ])
    let messages = (0..<500).map { _ in TaskMessage(id: .make(at: bench.clock.now), task: "count") }
    try await bench.backend.enqueue(messages)
    try await bench.whileWorking {
      for message in messages {
        let result = try await bench.result(of: message.id)
        #expect(result?.state == .success)
      }
    }
    #expect(seen.withLock { $0.count } == 500)
    #expect(seen.withLock { $0.values.allSatisfy { $0 == 1 } })
  }
}
