import Canvas
import TaskModel
import TasksTesting
import Testing
import Worker

/// Workflows through a whole worker and its store.
@Suite struct WorkflowTests {
  /// Adds what it is given.
  private let add = Probe("add") { context in
    .integer(context.message.arguments.positional.compactMap(\.integerValue).reduce(0, +))
  }
  private let sum = Probe("sum") { context in
    let values = context.message.arguments.positional.first?.arrayValue ?? []
    return .integer(values.compactMap(\.integerValue).reduce(0, +))
  }
  private let fail = Probe("fail") { _ in throw TaskFailure(type: "ValueError", message: "no") }
  private let note = Probe("note") { context in .array(context.message.arguments.positional) }

  private func bench(_ more: [any TaskHandler] = [], adjust: (inout WorkerOptions) -> Void = { _ in }) -> Workbench {
    Workbench(concurrency: 2, handlers: [add, sum, fail, note] + more, adjust: adjust)
  }

  /// Sends it; the id of its last task.
  private func send(_ signature: Signature, to bench: Workbench) async throws -> TaskID {
    var random = SeededGenerator(seed: 7)
    let sent = try Canvas.send(signature, in: LaunchContext(now: bench.clock.now), using: &random)
    try await bench.backend.enqueue(sent.followUps.messages, chords: sent.followUps.chordSizes)
    return TaskID(try #require(sent.result.arrayValue?.first?.arrayValue?.first?.stringValue))
  }

  private func task(_ name: TaskName, _ arguments: JSONValue...) -> Signature {
    Signature(name, TaskArguments(arguments))
  }

  @Test func aChainOfGroupsComesToItsEnd() async throws {
    let bench = bench()
    let workflow = Signature.chain([
      task("add", 1, 1), .group([task("add", 10), .chain([task("add", 20), task("add", 1)])]), task("sum"),
      .group([task("add", 1), task("add", 2)]), task("sum"),
    ])
    try await bench.whileWorking {
      let id = try await send(workflow, to: bench)
      // (2 + 10) + (2 + 20 + 1) = 35; 36 + 37 = 73
      #expect(try await bench.result(of: id)?.value == 73)
    }
  }

  @Test func aFailureReachesEveryoneWhoWaits() async throws {
    let bench = bench()
    let workflow = Signature.chain([
      .chord([task("add", 1), task("fail")], body: task("sum")), task("add", 1),
    ]).linkError(task("note").with("task_id", "errback"))
    try await bench.whileWorking {
      let id = try await send(workflow, to: bench)
      let result = try await bench.result(of: id)
      #expect(result?.failure?.type == "ChordError")
      #expect(result?.failure?.message.hasSuffix("raised ValueError('no')") == true)
      let told = try await bench.result(of: "errback")?.value.arrayValue
      #expect(told?.count == 1)
    }
  }

  /// Celery leaves the rest of these workflows pending for ever.
  @Test func aMemberThatNobodyKnowsOrThatExpiredFailsItsChord() async throws {
    let bench = bench()
    try await bench.whileWorking {
      let unknown = try await send(.chord([task("add", 1), task("nobody")], body: task("sum")), to: bench)
      #expect(try await bench.result(of: unknown)?.failure?.message.contains("NotRegistered('nobody')") == true)
    }
    let other = self.bench()
    try await other.whileWorking {
      let late = task("add", 1).with("expires", -1)
      let expired = try await send(.chord([late, task("add", 1)], body: task("sum")), to: other)
      #expect(try await other.result(of: expired)?.failure?.message.contains("TaskRevokedError('expired')") == true)
    }
  }

  @Test func aTaskMayBeReplacedInItsPlace() async throws {
    let replacement = Signature.group([task("add", 20), task("add", 22)])
    let bench = bench([Probe("replace") { _ in throw ReplaceRequest(replacement.json) }])
    let workflow = Signature.chord(
      [.chain([task("replace").with("task_id", "r"), task("sum")]), task("add", 1)], body: task("note"))
    try await bench.whileWorking {
      let id = try await send(workflow, to: bench)
      _ = try await bench.result(of: "r")
      // `accumulate` is Celery's own, and nobody's here.
      #expect(try await bench.result(of: id)?.failure?.message.contains("celery.accumulate") == true)
    }
    let accumulate = Probe("celery.accumulate") { $0.message.arguments.positional.first ?? .null }
    let other = self.bench([Probe("replace") { _ in throw ReplaceRequest(replacement.json) }, accumulate])
    try await other.whileWorking {
      let id = try await send(workflow, to: other)
      #expect(try await other.result(of: id)?.value == [[42, 1]])
      #expect(try await other.result(of: "r")?.value == [20, 22])
    }
  }

  // MARK: States

  @Test func aRunPublishesStatesOfItsOwn() async throws {
    let (reached, reach) = AsyncStream<Void>.makeStream()
    let slow = Probe("slow") { context in
      context.publishState("PROGRESS", ["done": 3])
      context.publishState(.failure, "not its own to say")
      for await _ in reached { break }
      return 1
    }
    let bench = bench([slow]) { $0.tracksStarted = true }
    try await bench.whileWorking {
      let id = try await bench.send("slow")
      for await _ in bench.backend.changes(of: id).startingNow {
        if try await bench.backend.result(of: id)?.state == "PROGRESS" { break }
      }
      let progress = try await bench.backend.result(of: id)
      #expect(progress?.value == ["done": 3] && progress?.worker == "celery@test")
      reach.yield()
      #expect(try await bench.result(of: id)?.value == 1)
    }
  }

  @Test func whoRunsItIsKnownFromTheStart() async throws {
    let (reached, reach) = AsyncStream<Void>.makeStream()
    let slow = Probe("slow") { _ in
      for await _ in reached { break }
      return 1
    }
    let bench = bench([slow]) { $0.tracksStarted = true }
    try await bench.whileWorking {
      let id = try await bench.send("slow")
      for await _ in bench.backend.changes(of: id).startingNow {
        if try await bench.backend.result(of: id) != nil { break }
      }
      let started = try await bench.backend.result(of: id)
      #expect(started?.state == .started && started?.value["hostname"] == "celery@test")
      #expect((started?.value["pid"]?.integerValue ?? 0) > 0)
      reach.yield()
      _ = try await bench.result(of: id)
    }
  }

  // MARK: Held back

  @Test func aRateLimitSpreadsTasksOverTime() async throws {
    let limited = Probe("limited", options: TaskOptions(rateLimit: RateLimit(1)))
    let bench = bench([limited])
    try await bench.whileWorking {
      var ids: [TaskID] = []
      for _ in 0..<4 { ids.append(try await bench.send("limited")) }
      _ = try await bench.result(of: ids[0])
      try await bench.untilDeferred(3)
      #expect(bench.clock.deadlines.contains(bench.clock.now + .seconds(1)))
      // Others are not held up by them.
      let other = try await bench.send("add", [1])
      #expect(try await bench.result(of: other)?.value == 1)
      try await bench.keepAdvancing { try await bench.backend.result(of: ids[3]) != nil }
      for id in ids { #expect(try await bench.result(of: id)?.state == .success) }
    }
  }

  @Test func aLimitSetWhileItWorksWinsOverTheTasksOwn() async throws {
    let limited = Probe("limited", options: TaskOptions(rateLimit: RateLimit(1, per: .hour)))
    let bench = bench([limited])
    #expect(bench.worker.rateLimit(of: "limited") == RateLimit(1, per: .hour))
    bench.worker.setRateLimit(nil, of: "limited")
    #expect(bench.worker.rateLimit(of: "limited") == nil)
    try await bench.whileWorking {
      for _ in 0..<3 {
        let id = try await bench.send("limited")
        #expect(try await bench.result(of: id)?.state == .success)
      }
    }
  }

  @Test func whatBearsARevokedStampDoesNotStart() async throws {
    let bench = bench()
    bench.worker.revoke(stamps: ["tenant": ["acme"]])
    try await bench.whileWorking {
      let id = try await bench.send("add", [1]) {
        $0.headers = ["stamped_headers": ["tenant"], "stamps": ["tenant": ["acme", "b"]]]
      }
      #expect(try await bench.result(of: id)?.state == .revoked)
      let other = try await bench.send("add", [1]) {
        $0.headers = ["stamped_headers": ["tenant"], "stamps": ["tenant": "other"]]
      }
      #expect(try await bench.result(of: other)?.state == .success)
    }
  }

  @Test func runningTasksEndByTheirStamps() async throws {
    let (running, runs) = AsyncStream<Void>.makeStream()
    let (never, ends) = AsyncStream<Void>.makeStream()
    defer { ends.finish() }
    let slow = Probe("slow") { _ in
      runs.yield()
      for await _ in never {}
      try Task.checkCancellation()
      return 1
    }
    let bench = bench([slow])
    try await bench.whileWorking {
      let id = try await bench.send("slow") {
        $0.headers = ["stamped_headers": ["tenant"], "stamps": ["tenant": 7]]
      }
      for await _ in running { break }
      #expect(bench.worker.terminate(stamps: ["tenant": [8]]).isEmpty)
      #expect(bench.worker.terminate(stamps: ["tenant": [7]]) == [id])
      #expect(
        try await bench.result(of: id)?.failure
          == TaskFailure(
            type: "TaskRevokedError", message: "terminated", module: "celery.exceptions", arguments: ["terminated"]))
    }
  }
}
