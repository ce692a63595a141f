import ControlAPI
import Glibc
import ProcessTesting
import TaskModel
import Testing

/// HUP and `ctl reload`: a good configuration comes into force whole, a bad one not at all.
@Suite struct ReloadTests {
  private static let entries = """
    [celerybeat:kept]
    task = hello
    type = integer
    schedule = 3600
    run_at_start = true
    [celerybeat:dropped]
    task = hello
    type = integer
    schedule = 3600

    """

  private func entries(at site: Site) async throws -> [String: JSONValue] {
    let all = try await site.inspect("schedule")["entries"]?.arrayValue ?? []
    return Dictionary(all.map { ($0["name"]?.stringValue ?? "", $0) }, uniquingKeysWith: { $1 })
  }

  @Test func aGoodFileComesIntoForceAndUntouchedEntriesKeepTheirMemory() async throws {
    try await Site.visit(Site.tasks + Self.entries) { site in
      let daemon = try await site.daemon()
      try await daemon.waitFor("hello[", "succeeded")
      let before = try await entries(at: site)
      try site.write(
        "tasksd.ini",
        Site.options + Site.tasks + Self.entries.replacing("dropped", with: "added")
          + "[task:fresh]\ncommand = echo fresh\nresult = text\nqueue = other\n")
      daemon.signal(SIGHUP)
      try await daemon.waitForLine("configuration reloaded: 7 tasks, 2 scheduled")
      let after = try await entries(at: site)
      #expect(after.keys.sorted() == ["added", "kept"])
      #expect(after["kept"] == before["kept"])
      #expect(after["kept"]?["sent"] == 1)
      let fresh = try await site.run("call", "fresh", "--wait")
      #expect(fresh.status == 0 && fresh.output == "\"fresh\"", "\(fresh)")
    }
  }

  @Test func aBadFileIsRefusedWithAllThatIsWrongAndTheOldOneStays() async throws {
    try await Site.visit(Site.tasks + Self.entries) { site in
      let daemon = try await site.daemon()
      try await daemon.waitFor("hello[", "succeeded")
      let before = try await entries(at: site)
      try site.write("tasksd.ini", Site.options + "nonsense = 1\n[celerybeat:kept]\ntask = gone\n")
      daemon.signal(SIGHUP)
      let line = try await daemon.log.first(containing: "the configuration was not reloaded, the old one stays").line
      #expect(line.contains("nonsense") && line.contains("gone"))
      let reply = try await site.bare(["ctl", "reload", "--socket", site.socket])
      #expect(reply.status == 1 && reply.errors.contains("nonsense"), "\(reply)")
      let json = try await site.bare(["ctl", "reload", "--socket", site.socket, "--json"])
      #expect(try json.json["kept"] != nil && json.json["status"] == 422, "\(json)")
      try site.write("tasksd.ini", Site.options + Site.tasks + Self.entries)
      #expect(try await entries(at: site) == before)
      #expect(try await site.run("call", "hello", "--wait").status == 0)
    }
  }

  @Test func threadsFollowTheConfigurationAndWhatCannotIsSaid() async throws {
    try await Site.visit { site in
      _ = try await site.daemon()
      let options = Site.options.replacing("worker_concurrency = 2", with: "worker_concurrency = 3\nlog_level = info")
        .replacing("log_level = debug\n", with: "")
      try site.write("tasksd.ini", options + Site.tasks)
      let reply = try await site.run("ctl", "reload")
      #expect(reply.status == 0 && reply.output.contains("at the next start only: log_level"), "\(reply)")
      #expect(try await site.inspect("stats")["pool"]?["max-concurrency"] == 3)
    }
  }

  @Test func reloadsAtTheSameTimeTakeTurns() async throws {
    try await Site.visit { site in
      _ = try await site.daemon()
      let options = Site.options.replacing("worker_concurrency = 2", with: "worker_concurrency = 5")
      try site.write("tasksd.ini", options + Site.tasks)
      let client = DaemonClient(socketPath: site.socket)
      try await withThrowingTaskGroup { group in
        for _ in 0..<8 { group.addTask { _ = try await client.reload() } }
        try await group.waitForAll()
      }
      await client.shutdown()
      #expect(try await site.inspect("stats")["pool"]?["threads"] == 5)
    }
  }

  @Test func aRunningTaskIsNotTouched() async throws {
    try await Site.visit { site in
      let gate = try Gate(site)
      let daemon = try await site.daemon()
      let id = try await site.call("hold")
      try await daemon.waitFor(id, "holding")
      try site.write("tasksd.ini", Site.options + "[task:other]\ncommand = echo\n")
      daemon.signal(SIGHUP)
      try await daemon.waitForLine("configuration reloaded")
      let unknown = try await site.run("call", "hello")
      #expect(unknown.status == 64, "\(unknown)")
      gate.letOneGo()
      #expect(try await site.run("result", id, "--wait").status == 0)
    }
  }
}
