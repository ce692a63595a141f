/// The real daemon from exec to READY=1, and from SIGTERM to its end with nothing running.
struct StartRow: Row {
  let name = "start"

  func measure(in workshop: Workshop) async throws -> [Reading] {
    let program = try workshop.daemon()
    let configuration = try workshop.configuration()
    let first = try Daemon.start(program, in: workshop, configuration: configuration)
    _ = first.stop()
    var ready: [Double] = []
    var stop: [Double] = []
    for _ in 0..<10 {
      let daemon = try Daemon.start(program, in: workshop, configuration: configuration)
      ready.append(daemon.readySeconds)
      stop.append(daemon.stop())
    }
    let bare = try bareStart(program, workshop)
    return [
      Reading(
        "ready after exec", Distribution(ready).median * 1e3, "ms", goal: .atMost(50), limit: "the program's --version"),
      Reading("ready after exec, with a new store", first.readySeconds * 1e3, "ms", goal: .atMost(50)),
      Reading("warm stop, nothing running", Distribution(stop).median * 1e3, "ms", goal: .atMost(50)),
      Reading("the program's --version", bare * 1e3, "ms"),
    ]
  }

  /// What loading the program takes at the least.
  private func bareStart(_ program: String, _ workshop: Workshop) throws -> Double {
    let times = try (0..<10).map { _ in
      try MonotonicTime.seconds { () throws in
        try Child(program, ["--version"], output: workshop.path("version.log")).wait()
      }
    }
    return Distribution(times).median
  }
}
