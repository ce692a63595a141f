import ControlAPI
import SQLiteBackend
import TaskModel
import Tasks
import Worker

/// From a request on the control socket of an idle daemon to the start of the task in its thread.
struct LatencyRow: Row {
  let name = "latency"
  private let count = 500

  func measure(in workshop: Workshop) async throws -> [Reading] {
    let daemon = try Daemon.start(
      try Workshop.ownPath(), in: workshop, configuration: try workshop.configuration("log_level = warning"))
    defer { daemon.child.end() }
    let kept = try await bySocket(workshop)
    let client = try await byClient(workshop)
    _ = daemon.stop()
    let direct = try await inProcess(workshop)
    let sync = try DiskSync.seconds(in: workshop.path("blocks"), count: 1000)
    return [
      Reading("kept connection, p50", kept.median * 1e3, "ms", limit: "fdatasync of 4 KiB, p50"),
      Reading(
        "kept connection, p99", kept.percentile(99) * 1e3, "ms", goal: .atMost(1), limit: "fdatasync of 4 KiB, p99"),
      Reading("DaemonClient, p50", client.median * 1e3, "ms"),
      Reading("DaemonClient, p99", client.percentile(99) * 1e3, "ms", goal: .atMost(1)),
      Reading("without socket and process, p50", direct.median * 1e3, "ms"),
      Reading("without socket and process, p99", direct.percentile(99) * 1e3, "ms"),
      Reading("fdatasync of 4 KiB, p50", sync.median * 1e3, "ms"),
      Reading("fdatasync of 4 KiB, p99", sync.percentile(99) * 1e3, "ms"),
    ]
  }

  private func bySocket(_ workshop: Workshop) async throws -> Distribution {
    let connection = try ControlConnection(workshop.controlSocket)
    return try await latencies(workshop) {
      let sent = MonotonicTime.nanoseconds
      let id = try connection.ask("POST", "/v1/tasks", "{\"name\":\"\(StartTime.name)\"}")["id"]?.stringValue ?? ""
      // The daemon ends a connection on which somebody waited.
      return (sent, try ControlConnection(workshop.controlSocket).ask("GET", "/v1/tasks/\(id)?wait=10"))
    }
  }

  private func byClient(_ workshop: Workshop) async throws -> Distribution {
    let client = DaemonClient(socketPath: workshop.controlSocket)
    let found = try await latencies(workshop) {
      let sent = MonotonicTime.nanoseconds
      let id = try await client.send(["name": .string(StartTime.name.rawValue)])["id"]?.stringValue ?? ""
      return (sent, try await client.result(of: TaskID(id), waiting: .seconds(10)))
    }
    await client.shutdown()
    return found
  }

  /// From a send to the start, in this process.
  private func inProcess(_ workshop: Workshop) async throws -> Distribution {
    let store = try workshop.store()
    defer { store.close() }
    let queue = workshop.queue(store)
    let registry = try TaskRegistry([StartTime.self], in: ApplicationContext(queue: queue))
    let worker = Worker(
      options: WorkerOptions(node: NodeIdentity(name: "bench", incarnation: "1"), concurrency: 2), backend: store,
      handlers: registry.handlers, clock: workshop.clock, timer: workshop.timer, report: { _ in })
    let running = Task { try await worker.run() }
    await worker.waitUntilClaiming()
    let found = try await latencies(workshop) {
      let sent = MonotonicTime.nanoseconds
      return (sent, ["result": .integer(try await queue.send(StartTime()).get(timeout: .seconds(10)))])
    }
    worker.stop(.warm)
    try await running.value
    return found
  }

  private func latencies(
    _ workshop: Workshop, _ call: () async throws -> (sent: Int64, result: JSONValue)
  ) async throws -> Distribution {
    var seconds: [Double] = []
    for number in -20..<count {
      let (sent, result) = try await call()
      guard let started = result["result"]?.integerValue else { throw BenchError("no result: \(result)") }
      if number >= 0 { seconds.append(Double(started - sent) / 1e9) }
      try await workshop.pause(.milliseconds(4))
    }
    return Distribution(seconds)
  }
}
