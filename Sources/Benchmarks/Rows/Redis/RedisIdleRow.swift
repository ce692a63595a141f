import TaskModel

/// The real daemon on Redis with nothing to do.
struct RedisIdleRow: Row {
  let name = "redis-idle"
  let usualRounds = 1
  private let seconds = 30.0

  func measure(in workshop: Workshop) async throws -> [Reading] {
    let server = try RedisProcess(in: workshop)
    defer { server.end() }
    let daemon = try Daemon.start(
      try workshop.daemon(), in: workshop, configuration: try workshop.configuration(server))
    defer { daemon.child.end() }
    try await workshop.pause(.seconds(2))
    let redis = try server.connect()
    let (before, commands) = (try ProcessUsage(of: daemon.child.pid), try server.commandCount(redis))
    try await workshop.pause(Duration(saturatingSeconds: seconds))
    let after = try ProcessUsage(of: daemon.child.pid)
    // One of them is the counting itself.
    let ran = Double(try server.commandCount(redis) - commands - 1)
    return [
      Reading("resident memory", after.residentMiB, "MiB", goal: .atMost(25)),
      Reading("of it the program's own, not its file's", after.anonymousMiB, "MiB"),
      Reading(
        "CPU over 30 s", (after.cpuSeconds - before.cpuSeconds) / seconds * 100, "% of a core", goal: .atMost(0.05)),
      Reading("Redis commands", ran / seconds, "commands/s", goal: .atMost(1)),
    ]
  }
}
