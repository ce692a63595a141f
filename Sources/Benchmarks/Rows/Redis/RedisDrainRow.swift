import CReferenceLoop

/// No-op tasks that Celery's client left in Redis, emptied by the C loop, by tasksd and by `celery worker`: the same
/// messages, the same server, one after the other.
struct RedisDrainRow: Row {
  let storesResults: Bool
  /// So many suffice for a peer that does some 1,500 a second.
  private let celeryCount = 4000

  var name: String { storesResults ? "redis-drain" : "redis-drain-ignored" }
  private var stock: MessageStock { storesResults ? .stored : .ignored }

  func measure(in workshop: Workshop) async throws -> [Reading] {
    let limit = try referenceLoop(batch: 50, workshop)
    let single = try referenceLoop(batch: 1, workshop)
    let tasksd = try tasksd(workshop)
    let celery = try celery(workshop)
    let rate = Double(stock.count) / tasksd.seconds
    let celeryRate = Double(celeryCount) / celery.seconds
    return [
      Reading(
        "no-op tasks", rate, "tasks/s", goal: .atLeast(storesResults ? 55_000 : 80_000),
        limit: "C loop, batches of 50"),
      Reading("share of the C loop", rate / limit.rate, "", goal: .atLeast(0.7)),
      Reading("times celery worker", rate / celeryRate, "", goal: .atLeast(38)),
      Reading("worker's CPU for 1,000", perThousand(tasksd.workerCPU), "ms", goal: .atMost(30)),
      Reading("Redis's CPU for 1,000", perThousand(tasksd.redisCPU), "ms", goal: .atMost(12)),
      Reading("C loop, batches of 50", limit.rate, "tasks/s"),
      Reading("C loop, its CPU for 1,000", limit.cpu, "ms"),
      Reading("C loop, Redis's CPU for 1,000", limit.redisCPU, "ms"),
      Reading("C loop, batches of 1", single.rate, "tasks/s"),
      Reading("celery worker, 2 processes", celeryRate, "tasks/s"),
      Reading("celery worker, its CPU for 1,000", celery.workerCPU / Double(celeryCount) * 1e6, "ms"),
      Reading("celery worker, Redis's CPU for 1,000", celery.redisCPU / Double(celeryCount) * 1e6, "ms"),
    ]
  }

  private func perThousand(_ seconds: Double) -> Double { seconds / Double(stock.count) * 1e6 }

  private func referenceLoop(
    batch: Int, _ workshop: Workshop
  ) throws -> (rate: Double, cpu: Double, redisCPU: Double) {
    let server = try stock.server(in: workshop)
    defer { server.end() }
    let redis = try server.connect()
    let before = try server.cpuSeconds
    let outcome = try redis.drain(MessageStock.parked, batch: batch, storesResults: storesResults)
    guard outcome.tasks == stock.count else { throw BenchError("the C loop ran \(outcome.tasks) of \(stock.count)") }
    return (
      Double(stock.count) / outcome.seconds, perThousand(outcome.cpu_seconds),
      perThousand(try server.cpuSeconds - before)
    )
  }

  private func tasksd(_ workshop: Workshop) throws -> DrainWatch.Outcome {
    let server = try stock.server(in: workshop)
    defer { server.end() }
    let daemon = try Daemon.start(
      try Workshop.ownPath(), in: workshop, configuration: try workshop.configuration(server, "log_level = warning"))
    defer { daemon.child.end() }
    let redis = try server.connect()
    return try DrainWatch(redis: redis, server: server) { try ProcessUsage(of: daemon.child.pid).cpuSeconds }
      .run(expectingResults: storesResults ? stock.count : 0)
  }

  private func celery(_ workshop: Workshop) throws -> DrainWatch.Outcome {
    let server = try stock.server(in: workshop)
    defer { server.end() }
    let redis = try server.connect()
    try redis.run("LTRIM", MessageStock.parked, "0", String(celeryCount - 1))
    let worker = try CeleryPython(in: workshop, url: server.url).worker(redis)
    defer { worker.end() }
    return try DrainWatch(redis: redis, server: server) { try ProcessTree.cpuSeconds(of: worker.pid) }
      .run(expectingResults: storesResults ? celeryCount : 0)
  }
}
