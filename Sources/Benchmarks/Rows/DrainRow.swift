import SQLiteBackend
import Synchronization
import TaskModel
import Tasks
import Worker

/// No-op Swift tasks that wait in SQLite, run to their stored results: `synchronous=FULL`, two worker threads.
struct DrainRow: Row {
  let name = "drain"
  private let count = 60_000

  func measure(in workshop: Workshop) async throws -> [Reading] {
    let limit = try RawSQLite(workshop.path("raw-100.db")).enqueueAndDrain(count, batch: 100)
    let smallLimit = try RawSQLite(workshop.path("raw-10.db")).enqueueAndDrain(count / 3, batch: 10)
    let (seconds, cpu) = try await drain(workshop)
    return [
      Reading(
        "no-op tasks with results", Double(count) / seconds, "tasks/s", goal: .atLeast(30_000),
        limit: "SQLite alone, batches of 100"),
      Reading("CPU for 1,000 tasks", cpu / Double(count) * 1e6, "ms", goal: .atMost(30)),
      Reading("SQLite alone, batches of 100", limit, "tasks/s"),
      Reading("SQLite alone, batches of 10", smallLimit, "tasks/s"),
    ]
  }

  private func drain(_ workshop: Workshop) async throws -> (seconds: Double, cpu: Double) {
    let store = try workshop.store()
    defer { store.close() }
    let queue = workshop.queue(store)
    for start in stride(from: 0, to: count, by: 1000) {
      try await queue.send(all: (start..<start + 1000).map(NoOp.init(number:)))
    }
    let registry = try TaskRegistry([NoOp.self], in: ApplicationContext(queue: queue))
    let (endings, last) = Countdown.make(from: count)
    let node = NodeIdentity(name: "bench", incarnation: "1")
    let worker = Worker(
      options: WorkerOptions(node: node, concurrency: 2), backend: store, handlers: registry.handlers,
      clock: workshop.clock, timer: workshop.timer
    ) { event in
      if case .ended = event { endings.count() }
    }
    let (start, cpu) = (MonotonicTime.seconds, OwnUsage.cpuSeconds)
    let running = Task { try await worker.run() }
    await last.wait()
    // What ended is settled when the worker has stopped.
    worker.stop(.warm)
    try await running.value
    return (MonotonicTime.seconds - start, OwnUsage.cpuSeconds - cpu)
  }
}
