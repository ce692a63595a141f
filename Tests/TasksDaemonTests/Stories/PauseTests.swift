import ProcessTesting
import TaskModel
import Testing

/// Queues and entries of the schedule that rest until they are resumed.
@Suite struct PauseTests {
  private static let slow = Site.tasks + "[celeryroute:note]\nqueue = slow\n"

  @Test func aPausedQueueRestsOverARestartWhileTheOthersAreServed() async throws {
    try await Site.visit(Self.slow) { site in
      let first = try await site.daemon()
      let paused = try await site.run("ctl", "control", "pause", "--queue", "slow")
      #expect(paused.status == 0 && paused.output.contains("queue 'slow'"), "\(paused)")
      let id = try await site.call("note")
      #expect(try await site.run("call", "hello", "--wait").status == 0)
      await first.kill9()
      let second = try await site.daemon()
      #expect(try await site.run("call", "hello", "--wait").status == 0)
      let queue = try await site.inspect("queues")["slow"]
      #expect(queue?["waiting"] == 1 && queue?["paused_since"]?.stringValue != nil, "\(queue ?? .null)")
      #expect(site.lines("ran").isEmpty)
      #expect(try await site.run("ctl", "control", "resume", "--queue", "slow").status == 0)
      try await second.waitFor(id, "succeeded")
      #expect(try await site.inspect("queues")["slow"]?["paused_since"] == .null)
    }
  }

  @Test func whatIsReservedOfAPausedQueueIsGivenBack() async throws {
    try await Site.visit { site in
      let gate = try Gate(site)
      let daemon = try await site.daemon("run", "--concurrency", "1")
      let ids = [try await site.call("hold"), try await site.call("hold"), try await site.call("hold")]
      try await daemon.waitFor(ids[0], "holding")
      #expect(try await site.run("ctl", "control", "pause", "--queue", "celery").status == 0)
      gate.letOneGo()
      #expect(try await site.run("result", ids[0], "--wait").status == 0)
      let queue = try await site.inspect("queues")["celery"]
      #expect(queue?["waiting"] == 2 && queue?["in_flight"] == 0, "\(queue ?? .null)")
      #expect(try await site.run("ctl", "control", "resume", "--queue", "celery").status == 0)
      for id in ids.dropFirst() {
        try await daemon.waitFor(id, "holding")
        gate.letOneGo()
        #expect(try await site.run("result", id, "--wait").status == 0)
      }
    }
  }

  @Test func aPausedEntrySendsNothingAndSaysSo() async throws {
    let schedule = "[celerybeat:often]\ntask = note\ntype = integer\nschedule = 1\n"
    try await Site.visit(Site.tasks + schedule) { site in
      let daemon = try await site.daemon()
      try await daemon.waitForLine("schedule 'often' sent")
      #expect(try await site.run("ctl", "control", "pause", "--schedule", "often").status == 0)
      try await daemon.waitForLine("schedule 'often' is paused")
      let entry = try await site.inspect("schedule")["entries"]?.arrayValue?.first
      #expect(entry?["state"] == "paused" && entry?["next"] == [], "\(entry ?? .null)")
      #expect(try await site.run("ctl", "control", "resume", "--schedule", "often").status == 0)
      try await daemon.waitForLine("schedule 'often' is resumed")
    }
  }

  @Test func aNameThatIsNotThereIsRefusedWithThoseThatAre() async throws {
    try await Site.visit(Self.slow) { site in
      _ = try await site.daemon()
      let table: [(words: [String], says: String)] = [
        (["pause", "--queue", "slwo"], "no queue is called 'slwo': known are celery, slow"),
        (["pause", "--schedule", "often"], "no entry of the schedule is called 'often': none is known"),
        (["pause", "slow"], "name queues with --queue"),
        (["revoke", "x", "--queue", "slow"], "--queue and --schedule are for pause and resume"),
        (["loglevel", "dbug"], "there is no log level 'dbug'"),
        (["loglevel"], "loglevel takes a level"),
      ]
      for row in table {
        let reply = try await site.run(["ctl", "control"] + row.words)
        #expect(reply.status == 64 && reply.errors.contains(row.says), "\(reply)")
      }
      let idle = try await site.run("ctl", "control", "resume", "--queue", "slow")
      #expect(idle.status == 1 && idle.errors.contains("queue 'slow' is not paused; nothing is"), "\(idle)")
      #expect(try await site.run("ctl", "control", "pause", "--queue", "new", "--force").status == 0)
      let other = try await site.run("ctl", "control", "resume", "--queue", "slow")
      #expect(other.errors.contains("paused are queue 'new'"), "\(other)")
    }
  }

  @Test func theLogLevelIsSetWhileItRuns() async throws {
    try await Site.visit { site in
      let text = Site.options.replacing("log_level = debug", with: "log_level = error") + Site.tasks
      try site.write("tasksd.ini", text)
      let daemon = try await site.start([])
      while try await site.run("ctl", "inspect", "ping").status != 0 { await Task.yield() }
      let reply = try await site.run("ctl", "control", "loglevel", "debug")
      #expect(reply.status == 0 && reply.output.contains("logs from level debug on"), "\(reply)")
      #expect(try await site.run("call", "hello", "--wait").status == 0)
      try await daemon.waitForLine("\"level\":\"debug\"")
    }
  }

  @Test func nodesOnAnEmbeddedStoreCannotAskEachOther() async throws {
    try await Site.visit { site in
      _ = try await site.daemon("run", "--hostname", "here@site")
      let own = try await site.run("ctl", "inspect", "ping", "--node", "here@site", "--node", "all")
      #expect(own.status == 0 && own.output.contains("pong"), "\(own)")
      let other = try await site.run("ctl", "inspect", "ping", "--node", "there@site")
      #expect(other.status == 1 && other.errors.contains("there@site cannot be asked from here@site"), "\(other)")
      #expect(other.errors.contains("the broker here is sqlite"), "\(other)")
    }
  }
}
