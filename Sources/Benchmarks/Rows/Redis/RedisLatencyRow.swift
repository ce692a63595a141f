import Glibc

/// From a send to the start of the task in an idle worker, 100 a second: the C loop that waits in BLMOVE, and tasksd; each
/// with the barest client and with Celery's own.
struct RedisLatencyRow: Row {
  let name = "redis-latency"
  private let count = 520
  private let perSecond = 100

  func measure(in workshop: Workshop) async throws -> [Reading] {
    let server = try RedisProcess(in: workshop)
    defer { server.end() }
    let redis = try server.connect()
    let python = try CeleryPython(in: workshop, url: server.url)
    guard let id = try CeleryPython.times(try python.run("paced", 1, perSecond)).keys.first else {
      throw BenchError("Celery's client sent nothing")
    }
    let sender = PacedSender(redis: redis, template: try MessageTemplate(redis, id: id))
    let bare = { () throws in try sender.send(count, perSecond: perSecond) }
    let celery = { () throws in try CeleryPython.times(try python.run("paced", count, perSecond)) }

    let bareLimit = try byReference(bare, redis, server, workshop)
    let celeryLimit = try byReference(celery, redis, server, workshop)
    let daemon = try Daemon.start(
      try Workshop.ownPath(), in: workshop, configuration: try workshop.configuration(server, "log_level = warning"))
    defer { daemon.child.end() }
    let bareDaemon = try byDaemon(bare, redis)
    let celeryDaemon = try byDaemon(celery, redis)
    return readings("bare LPUSH", bareDaemon, bareLimit) + readings("Celery's client", celeryDaemon, celeryLimit)
  }

  private func byReference(
    _ send: () throws -> [String: Int64], _ redis: BlockingRedis, _ server: RedisProcess, _ workshop: Workshop
  ) throws -> Distribution {
    let receiver = try ReferenceReceiver(redis, server, count: count, in: workshop)
    let sent = try send()
    return try StoredTimes.seconds(from: sent, to: try receiver.arrivals())
  }

  private func byDaemon(_ send: () throws -> [String: Int64], _ redis: BlockingRedis) throws -> Distribution {
    try redis.run("FLUSHALL")
    let sent = try send()
    return try StoredTimes.seconds(from: sent, to: try StoredTimes.read(sent.keys, redis))
  }

  private func readings(_ client: String, _ daemon: Distribution, _ limit: Distribution) -> [Reading] {
    [50.0, 99.0].flatMap { percent in
      let (mine, best) = (daemon.percentile(percent) * 1e3, limit.percentile(percent) * 1e3)
      let figure = "\(client), p\(Int(percent))"
      return [
        Reading(figure, mine, "ms", limit: "\(figure), to the C loop"),
        Reading("\(figure), times the C loop", mine / best, "", goal: .atMost(1.1)),
        Reading("\(figure), to the C loop", best, "ms"),
      ]
    }
  }
}
