/// Tasks that sleep for 50 ms: what waiting for something else costs, with threads and without.
struct RedisSleepRow: Row {
  let name = "redis-sleep"

  func measure(in workshop: Workshop) async throws -> [Reading] {
    let threads = try rate(of: "blocking", 2000, "worker_concurrency = 100", workshop)
    let tasks = try rate(of: "asynchronous", 20_000, "worker_concurrency = 2\ntasks_per_thread = 500", workshop)
    return [
      Reading("blocking for 50 ms, 100 threads", threads.rate, "tasks/s", goal: .atLeast(1900)),
      Reading("asynchronous for 50 ms, 1,000 on 2 threads", tasks.rate, "tasks/s", goal: .atLeast(15_000)),
      Reading("asynchronous, worker's CPU for 1,000", tasks.cpu, "ms"),
    ]
  }

  private func rate(
    of kind: String, _ count: Int, _ options: String, _ workshop: Workshop
  ) throws -> (rate: Double, cpu: Double) {
    let server = try RedisProcess(in: workshop)
    defer { server.end() }
    let redis = try server.connect()
    try CeleryPython(in: workshop, url: server.url).run(kind, count)
    try redis.run("RENAME", MessageStock.queue, MessageStock.parked)
    let daemon = try Daemon.start(
      try Workshop.ownPath(), in: workshop,
      configuration: try workshop.configuration(server, "log_level = warning\n\(options)"))
    defer { daemon.child.end() }
    let outcome = try DrainWatch(redis: redis, server: server) { try ProcessUsage(of: daemon.child.pid).cpuSeconds }
      .run(expectingResults: count)
    return (Double(count) / outcome.seconds, outcome.workerCPU / Double(count) * 1e6)
  }
}
