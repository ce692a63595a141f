import Glibc
import SQLiteBackend
import TaskModel
import Tasks

/// A million tasks for later, sent into the store of a running daemon.
struct DeferredRow: Row {
  let name = "deferred"
  let usualRounds = 1
  private let count = 1_000_000
  private let batch = 1000

  func measure(in workshop: Workshop) async throws -> [Reading] {
    let daemon = try Daemon.start(
      try Workshop.ownPath(), in: workshop, configuration: try workshop.configuration("log_level = warning"))
    defer { daemon.child.end() }
    try await workshop.pause(.seconds(2))
    let before = try ProcessUsage(of: daemon.child.pid)
    let store = try workshop.store()
    defer { store.close() }
    let queue = workshop.queue(store)
    let start = MonotonicTime.seconds
    for number in stride(from: 0, to: count, by: batch) {
      let options = SendOptions(countdown: .hours(24) + .milliseconds(number * 86))
      try await queue.send(all: (number..<number + batch).map(NoOp.init(number:)), options: options)
    }
    let seconds = MonotonicTime.seconds - start
    try await workshop.pause(.seconds(2))
    let after = try ProcessUsage(of: daemon.child.pid)
    return [
      Reading("daemon's own memory for 1,000,000", after.anonymousMiB - before.anonymousMiB, "MiB", goal: .atMost(2)),
      Reading("sent in batches of 1,000", Double(count) / seconds, "tasks/s"),
      Reading("the store's file", try megabytes(of: workshop.path("tasksd.db")), "MB"),
      Reading("a claim that finds nothing due", try await idleClaim(store), "µs"),
    ]
  }

  private func megabytes(of path: String) throws -> Double {
    var information = stat()
    guard stat(path, &information) == 0 else { throw BenchError.system(path) }
    return Double(information.st_size) / 1e6
  }

  /// Microseconds of a claim, which looks up what is due next.
  private func idleClaim(_ broker: any Broker) async throws -> Double {
    let request = ClaimRequest(node: NodeIdentity(name: "bench", incarnation: "1"), queues: [.standard], limit: 1)
    var times: [Double] = []
    for _ in 0..<2000 {
      let start = MonotonicTime.nanoseconds
      guard try await broker.claim(request).nextDue != nil else { throw BenchError("nothing is deferred") }
      times.append(Double(MonotonicTime.nanoseconds - start) / 1e3)
    }
    return Distribution(times).median
  }
}
