import Synchronization
import TaskModel
import TasksTesting
import Testing

@testable import Worker

@Suite struct AdmissionTests {
  @Test func asManyRunAtOnceAsTheLimitSaysAndTheOthersFollowAtOnce() async throws {
    let running = Mutex((now: 0, most: 0))
    let probe = Probe("import", options: TaskOptions(concurrencyLimit: 2)) { _ in
      running.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1)) }
      await Task.yield()
      running.withLock { $0.now -= 1 }
      return "done"
    }
    let first = Workbench(concurrency: 3, node: "celery@one", handlers: [probe])
    let second = Workbench(concurrency: 3, node: "celery@two", sharing: first, handlers: [probe])
    try await first.whileWorking {
      try await second.whileWorking {
        var ids: [TaskID] = []
        for _ in 0..<60 { ids.append(try await first.send("import")) }
        for id in ids { #expect(try await first.result(of: id)?.value == "done") }
      }
    }
    #expect((1...2).contains(running.withLock { $0.most }))
  }

  @Test func othersInTheSlotDoNotWaitForAPlace() async throws {
    let gate = Barrier()
    let bench = Workbench(
      concurrency: 2,
      handlers: [
        Probe("import", options: TaskOptions(concurrencyLimit: 1)) { _ in
          await gate.pass()
          return "imported"
        }, Probe("ping") { _ in "pong" },
      ])
    try await bench.whileWorking {
      var imports: [TaskID] = []
      for _ in 0..<5 { imports.append(try await bench.send("import")) }
      await gate.waitForArrivals()
      #expect(try await bench.result(of: try await bench.send("ping"))?.value == "pong")
      gate.open()
      for id in imports { #expect(try await bench.result(of: id)?.value == "imported") }
      #expect(bench.log.allEndings.allSatisfy { $0.deliveryCount == 1 })
    }
  }

  @Test func whatEndsBadlyGivesItsPlaceBackToo() async throws {
    let bench = Workbench(
      concurrency: 2,
      handlers: [
        Probe("fail", options: TaskOptions(concurrencyLimit: 1)) { _ in
          throw TaskFailure(type: "Broken", message: "")
        }
      ])
    try await bench.whileWorking {
      var ids: [TaskID] = []
      for _ in 0..<10 { ids.append(try await bench.send("fail")) }
      for id in ids { #expect(try await bench.result(of: id)?.state == .failure) }
    }
  }

  @Test func aRevokedOneThatWaitedLetsTheNextPass() async throws {
    let gate = Barrier()
    let bench = Workbench(
      concurrency: 2,
      handlers: [
        Probe("import", options: TaskOptions(concurrencyLimit: 1)) { _ in
          await gate.pass()
          return "imported"
        }
      ])
    try await bench.whileWorking {
      let holder = try await bench.send("import")
      await gate.waitForArrivals()
      let revoked = try await bench.send("import")
      try await bench.untilDeferred(1)
      let last = try await bench.send("import")
      try await bench.untilDeferred(2)
      bench.worker.revoke([revoked])
      gate.open()
      #expect(try await bench.result(of: holder)?.state == .success)
      #expect(try await bench.result(of: revoked)?.state == .revoked)
      #expect(try await bench.result(of: last)?.state == .success)
    }
  }

  @Test func aSharedRateDefersToTheTurnThatTheStoreNames() async throws {
    let options = TaskOptions(globalRateLimit: RateLimit(1))
    let first = Workbench(node: "celery@one", handlers: [Probe("sms", options: options)])
    let second = Workbench(node: "celery@two", sharing: first, handlers: [Probe("sms", options: options)])
    try await first.whileWorking {
      try await second.whileWorking {
        var ids: [TaskID] = []
        for _ in 0..<4 { ids.append(try await first.send("sms")) }
        try await first.untilDeferred(3)
        for left in [2, 1, 0] {
          first.clock.advance(by: .seconds(1))
          if left > 0 { try await first.untilDeferred(left) }
        }
        for id in ids { #expect(try await first.result(of: id)?.state == .success) }
      }
    }
  }

  @Test func aDuplicateFromSomeoneWhoClaimsNothingIsNotRun() async throws {
    let gate = Barrier()
    let bench = Workbench(
      concurrency: 2,
      handlers: [
        Probe("report", options: TaskOptions(unique: .untilDone)) { _ in
          await gate.pass()
          return .null
        }
      ])
    try await bench.whileWorking {
      let holder = try await bench.send("report", ["daily"])
      await gate.waitForArrivals()
      let duplicate = try await bench.send("report", ["daily"])
      let result = try await bench.result(of: duplicate)
      #expect(result?.state == .revoked && result?.failure?.message == "duplicate of \(holder)")
      #expect(bench.log.endings == [.duplicate(of: holder)])
      gate.open()
      #expect(try await bench.result(of: holder)?.state == .success)
      let next = try await bench.send("report", ["daily"])
      #expect(try await bench.result(of: next)?.state == .success)
    }
  }

  @Test func aClaimUntilTheStartIsGivenBackWhileItRuns() async throws {
    let gate = Barrier()
    let bench = Workbench(
      handlers: [
        Probe("refresh", options: TaskOptions(unique: .whileQueued)) { _ in
          await gate.pass()
          return .null
        }
      ])
    let claim = UniqueClaim(key: "k", end: .start, lifetime: .hours(1))
    try await bench.whileWorking {
      let running = try await bench.send("refresh") { $0.unique = claim }
      await gate.waitForArrivals()
      var next = TaskMessage(id: "next", task: "refresh")
      next.unique = claim
      // Given back in the background: the run does not wait for it.
      while try await !bench.backend.enqueue([next]).isEmpty { await Task.yield() }
      gate.open()
      #expect(try await bench.result(of: running)?.state == .success)
      #expect(try await bench.result(of: "next")?.state == .success)
    }
  }

  @Test func aRetryKeepsItsKeyUntilItsEnd() async throws {
    let options = TaskOptions(retry: .fixed(attempts: 2, pause: .seconds(5)), unique: .untilDone)
    let bench = Workbench(
      handlers: [
        Probe("report", options: options) { context in
          if context.message.retries == 0 { throw TaskFailure(type: "Broken", message: "") }
          return "done"
        }
      ])
    try await bench.whileWorking {
      let id = try await bench.send("report")
      try await bench.untilDeferred(1)
      let duplicate = try await bench.send("report")
      #expect(try await bench.result(of: duplicate)?.failure?.message == "duplicate of \(id)")
      bench.clock.advance(by: .seconds(5))
      #expect(try await bench.result(of: id)?.value == "done")
      #expect(try await bench.result(of: try await bench.send("report") { $0.retries = 1 })?.value == "done")
    }
  }

  @Test func aStoreThatCannotSayMakesItWaitAndIsAskedAgain() async throws {
    let refusals = Mutex([BackendError.Code.refused, .unavailable])
    let hooks = BackendHooks(admitting: { _ throws(BackendError) in
      guard let code = refusals.withLock({ $0.popLast() }) else { return }
      throw BackendError(code, attempted: "admit", place: "memory", reason: "a test")
    })
    let bench = Workbench(
      handlers: [Probe("import", options: TaskOptions(concurrencyLimit: 1)) { _ in "imported" }], hooks: hooks)
    try await bench.whileWorking {
      let id = try await bench.send("import")
      try await bench.untilDeferred(1)
      bench.clock.advance(by: .seconds(1))
      await bench.log.wait { if case .notAdmitted = $0 { true } else { false } }
      try await bench.untilDeferred(1)
      bench.clock.advance(by: .seconds(30))
      let result = try await bench.result(of: id)
      #expect(result?.value == "imported")
    }
  }
}
