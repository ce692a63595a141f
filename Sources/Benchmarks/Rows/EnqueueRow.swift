import SQLiteBackend
import Tasks

/// A hundred callers, each waiting for its own enqueue before the next.
struct EnqueueRow: Row {
  let name = "enqueue"
  private let callers = 100
  private let each = 400

  func measure(in workshop: Workshop) async throws -> [Reading] {
    let count = callers * each
    let limit = try RawSQLite(workshop.path("raw.db")).enqueue(count, batch: callers)
    let store = try workshop.store()
    defer { store.close() }
    let queue = workshop.queue(store)
    let (start, cpu) = (MonotonicTime.seconds, OwnUsage.cpuSeconds)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for caller in 0..<callers {
        group.addTask { for number in 0..<each { try await queue.send(NoOp(number: caller * each + number)) } }
      }
      try await group.waitForAll()
    }
    let seconds = MonotonicTime.seconds - start
    return [
      Reading(
        "100 callers, each waiting for its own", Double(count) / seconds, "enqueues/s", goal: .atLeast(25_000),
        limit: "SQLite alone, batches of 100"),
      Reading("CPU for 1,000 enqueues", (OwnUsage.cpuSeconds - cpu) / Double(count) * 1e6, "ms"),
      Reading("SQLite alone, batches of 100", limit, "enqueues/s"),
    ]
  }
}
