import Glibc

/// A hundred thousand tasks that Celery's client sent for tomorrow: what they cost the daemon.
struct RedisDeferredRow: Row {
  let name = "redis-deferred"
  let usualRounds = 1

  func measure(in workshop: Workshop) async throws -> [Reading] {
    let stock = MessageStock.deferred
    let server = try stock.server(in: workshop)
    defer { server.end() }
    let daemon = try Daemon.start(
      try Workshop.ownPath(), in: workshop, configuration: try workshop.configuration(server, "log_level = warning"))
    defer { daemon.child.end() }
    try await workshop.pause(.seconds(2))
    let redis = try server.connect()
    let before = try ProcessUsage(of: daemon.child.pid)
    let outcome = try DrainWatch(redis: redis, server: server) { try ProcessUsage(of: daemon.child.pid).cpuSeconds }
      .run(expectingResults: 0)
    try await workshop.pause(.seconds(2))
    let after = try ProcessUsage(of: daemon.child.pid)
    return [
      Reading(
        "daemon's own memory for 100,000", after.anonymousMiB - before.anonymousMiB, "MiB", goal: .atMost(0.2)),
      Reading("put aside", Double(stock.count) / outcome.seconds, "tasks/s"),
      Reading("worker's CPU for 1,000", outcome.workerCPU / Double(stock.count) * 1e6, "ms"),
      Reading("Redis's CPU for 1,000", outcome.redisCPU / Double(stock.count) * 1e6, "ms"),
    ]
  }
}
