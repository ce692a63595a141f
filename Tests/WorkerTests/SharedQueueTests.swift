import Synchronization
import TaskModel
import TasksTesting
import Testing

@testable import Worker

@Suite(.timeLimit(.minutes(5))) struct SharedQueueTests {
  @Test func twoWorkersShareAQueueAndEachTaskRunsOnce() async throws {
    let runs = Mutex<[TaskID: [String]]>([:])
    let probe = Probe("count") { context in
      runs.withLock { $0[context.message.id, default: []].append(context.node) }
      await Task.yield()
      return .null
    }
    let first = Workbench(concurrency: 2, prefetch: .multiplier(2), node: "celery@a", handlers: [probe])
    let second = Workbench(
      concurrency: 2, prefetch: .multiplier(2), node: "celery@b", sharing: first, handlers: [probe])
    let messages = (0..<300).map { _ in TaskMessage(id: .make(at: first.clock.now), task: "count") }
    try await first.whileWorking {
      try await second.whileWorking {
        await first.worker.waitUntilClaiming()
        await second.worker.waitUntilClaiming()
        for message in messages { try await first.backend.enqueue([message]) }
        for message in messages { #expect(try await first.result(of: message.id)?.state == .success) }
      }
    }
    let all = runs.withLock { $0 }
    #expect(all.count == 300 && all.values.allSatisfy { $0.count == 1 })
    #expect(try await first.inFlight() == 0)
    for bench in [first, second] { #expect(bench.log.count { if case .leaseLost = $0 { true } else { false } } == 0) }
  }

  /// One node is held up; what it has reserved goes back at its stop and the other runs it.
  @Test func whatAStoppedWorkerGivesBackTheOtherRuns() async throws {
    let barrier = Barrier()
    let first = Workbench(
      prefetch: .multiplier(10), node: "celery@a",
      handlers: [
        Probe("task") { _ in
          await barrier.pass()
          return "a"
        }
      ])
    let ids = try await (0..<10).asyncMap { _ in try await first.send("task") }
    let running = Task { try await first.worker.run() }
    await barrier.waitForArrivals()
    while try await first.inFlight() < 10 { await Task.yield() }
    let second = Workbench(node: "celery@b", sharing: first, handlers: [Probe("task") { _ in "b" }])
    try await second.whileWorking {
      await second.worker.waitUntilClaiming()
      first.worker.stop(.warm)
      for id in ids.dropFirst() { #expect(try await second.result(of: id)?.value == "b") }
      barrier.open()
      try await running.value
      #expect(try await second.result(of: ids[0])?.value == "a")
    }
  }
}

extension Sequence {
  fileprivate func asyncMap<Value>(_ transform: (Element) async throws -> Value) async rethrows -> [Value] {
    var values: [Value] = []
    for element in self { values.append(try await transform(element)) }
    return values
  }
}
