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
    let before = try ProcessUsage(of: daemon.child.pid)
    let (reads, commands) = (try requests(server, redis), try commands(server, redis))
    try await workshop.pause(Duration(saturatingSeconds: seconds))
    let after = try ProcessUsage(of: daemon.child.pid)
    // Two of them are the counting itself.
    let (asked, ran) = (try requests(server, redis) - reads - 2, try self.commands(server, redis) - commands - 2)
    return [
      Reading("resident memory", after.residentMiB, "MiB", goal: .atMost(25)),
      Reading("of it the program's own, not its file's", after.anonymousMiB, "MiB"),
      Reading(
        "CPU over 30 s", (after.cpuSeconds - before.cpuSeconds) / seconds * 100, "% of a core", goal: .atMost(0.05)),
      Reading("requests to Redis", Double(asked) / seconds, "requests/s", goal: .atMost(1)),
      Reading("commands Redis runs for them, in scripts too", Double(ran) / seconds, "commands/s"),
    ]
  }

  private func requests(_ server: RedisProcess, _ redis: BlockingRedis) throws -> Int {
    try server.statistic("total_reads_processed", redis)
  }

  private func commands(_ server: RedisProcess, _ redis: BlockingRedis) throws -> Int {
    try server.statistic("total_commands_processed", redis)
  }
}
