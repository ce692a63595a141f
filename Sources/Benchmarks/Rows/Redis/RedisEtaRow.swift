/// Tasks that Celery's client sent with an ETA, 100 a second: how late each starts.
struct RedisEtaRow: Row {
  let name = "redis-eta"
  private let count = 520
  private let perSecond = 100

  func measure(in workshop: Workshop) async throws -> [Reading] {
    let server = try RedisProcess(in: workshop)
    defer { server.end() }
    let redis = try server.connect()
    let daemon = try Daemon.start(
      try Workshop.ownPath(), in: workshop, configuration: try workshop.configuration(server, "log_level = warning"))
    defer { daemon.child.end() }
    let python = try CeleryPython(in: workshop, url: server.url)
    let due = try CeleryPython.times(try python.run("etas", count, perSecond))
    let offset = MonotonicTime.toWallClock
    let started = try StoredTimes.read(due.keys, redis).mapValues { $0 + offset }
    let lateness = try StoredTimes.seconds(from: due, to: started)
    let timer = kernelTimer()
    return [
      Reading("lateness p50", lateness.median * 1e3, "ms", limit: "clock_nanosleep alone, p50"),
      Reading(
        "lateness p99", lateness.percentile(99) * 1e3, "ms", goal: .atMost(0.5), limit: "clock_nanosleep alone, p99"),
      Reading("earliest start", lateness.minimum * 1e3, "ms", goal: .atLeast(0)),
      Reading("clock_nanosleep alone, p50", timer.median * 1e3, "ms"),
      Reading("clock_nanosleep alone, p99", timer.percentile(99) * 1e3, "ms"),
    ]
  }

  /// How late the kernel wakes a thread that sleeps until a moment.
  private func kernelTimer() -> Distribution {
    Distribution(
      (0..<200).map { _ in
        let due = MonotonicTime.nanoseconds + 5_000_000
        MonotonicTime.wait(until: due)
        return Double(MonotonicTime.nanoseconds - due) / 1e9
      })
  }
}
