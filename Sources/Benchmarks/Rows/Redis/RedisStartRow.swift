/// The real daemon on Redis from exec to READY=1, and from SIGTERM to its end with nothing running.
struct RedisStartRow: Row {
  let name = "redis-start"

  func measure(in workshop: Workshop) async throws -> [Reading] {
    let server = try RedisProcess(in: workshop)
    defer { server.end() }
    let configuration = try workshop.configuration(server)
    var ready: [Double] = []
    var stop: [Double] = []
    for _ in 0..<10 {
      let daemon = try Daemon.start(try workshop.daemon(), in: workshop, configuration: configuration)
      ready.append(daemon.readySeconds)
      stop.append(daemon.stop())
    }
    return [
      Reading("ready after exec", Distribution(ready).median * 1e3, "ms", goal: .atMost(50)),
      Reading("warm stop, nothing running", Distribution(stop).median * 1e3, "ms", goal: .atMost(50)),
    ]
  }
}
