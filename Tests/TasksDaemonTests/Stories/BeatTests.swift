import Glibc
import ProcessTesting
import TaskModel
import Testing

/// The beat, among several nodes and with tasks that do not keep up.
@Suite struct BeatTests {
  @Test func threeNodesSendEachTickOnceAlsoWhenOneDies() async throws {
    try await Site.visit { site in
      func configuration(_ name: String) throws -> String {
        try site.write(
          "\(name).ini",
          """
          [tasksd]
          broker_url = sqlite:///%(here)s/shared.db
          state_directory = %(here)s/\(name)
          control_socket = %(here)s/\(name).sock
          hostname = \(name)@here
          log_format = json
          log_level = debug
          [celerybeat:tick]
          task = somewhere.else
          type = timedelta
          schedule = {"milliseconds": 200}
          catch_up = all
          remote = true

          """)
        return site.path("\(name).ini")
      }
      var nodes: [DaemonProcess] = []
      for name in ["one", "two", "three"] {
        nodes.append(try await site.daemon("beat", configuration: try configuration(name)))
      }
      func waitForTicks(_ count: Int, of node: DaemonProcess) async throws {
        for _ in 0..<count { try await node.waitForLine("schedule 'tick'", from: node.log.all.count) }
      }
      try await waitForTicks(5, of: nodes[0])
      await nodes[0].kill9()
      try await waitForTicks(5, of: nodes[1])
      await nodes[1].stop()
      await nodes[2].stop()
      let due = try await site.dueTimes(configuration: site.path("one.ini"), socket: site.path("one.sock"))
      #expect(due.count >= 8)
      for (tick, next) in zip(due, due.dropFirst()) { #expect(next - tick == .milliseconds(200)) }
    }
  }

  /// Neither the database of the tasks nor the tasks themselves are a beat's business.
  @Test func aBeatAloneNeedsNeitherTheDatabaseNorTheTasks() async throws {
    let configuration = """
      database_url = postgresql://nobody@127.0.0.1:1/none
      [celerybeat:elsewhere]
      task = somewhere.else
      type = integer
      schedule = 3600
      remote = true
      run_at_start = true

      """
    try await Site.visit(configuration) { site in
      let beat = try await site.daemon("beat")
      try await beat.waitForLine("schedule 'elsewhere' sent")
      #expect(await beat.stop() == .code(0))
    }
  }

  @Test func noTickIsSentWhileTheTaskOfTheLastOneRuns() async throws {
    let entry = """
      [celerybeat:slow]
      task = hold
      type = timedelta
      schedule = {"milliseconds": 100}
      run_at_start = true
      overlap = skip

      """
    try await Site.visit(Site.tasks + entry) { site in
      let gate = try Gate(site)
      let daemon = try await site.daemon()
      try await daemon.waitForLine("holding")
      var line = 0
      for _ in 0..<3 { line = try await daemon.waitForLine("skipped its tick", from: line) + 1 }
      #expect(try await site.inspect("active").arrayValue?.count == 1)
      let record = try await site.inspect("schedule")["entries"]?.arrayValue?.first
      #expect(record?["sent"] == 1 && (record?["skipped"]?.integerValue ?? 0) >= 3, "\(String(describing: record))")
      gate.letOneGo()
      try await daemon.waitForLine("schedule 'slow' sent", from: line)
      gate.letOneGo()
    }
  }

  @Test func ticksThatNobodyTookInTimeExpire() async throws {
    let entry = """
      [celerybeat:often]
      task = note
      type = timedelta
      schedule = {"milliseconds": 100}
      options = {"expires": 0.1}

      """
    try await Site.visit(Site.tasks + entry) { site in
      let beat = try await site.daemon("beat")
      for _ in 0..<8 { try await beat.waitForLine("schedule 'often' sent", from: beat.log.all.count) }
      await beat.stop()
      let sent = beat.log.all.count { $0.contains("schedule 'often' sent") }
      let worker = try await site.daemon("worker")
      let marker = try await site.call("hello")
      try await worker.waitFor(marker, "succeeded")
      let outcomes = try await site.inspect("stats")["tasksd"]?["outcomes"]
      let (expired, ran) = (outcomes?["expired"]?.integerValue ?? 0, outcomes?["succeeded"]?.integerValue ?? 0)
      #expect(Int(expired + ran) == sent + 1 && ran <= 3, "\(String(describing: outcomes)) of \(sent)")
    }
  }

  @Test func aDelayedTaskOutlivesTheDaemonThatTookIt() async throws {
    try await Site.visit { site in
      let first = try await site.daemon()
      let before = Timestamp(seconds: Double(time(nil)))
      let id = try await site.call("note", "--countdown", "2")
      await first.kill9()
      _ = try await site.daemon()
      let result = try await site.run("result", id, "--wait", "--json")
      let started = try result.json["started_at"]?.stringValue.flatMap { Timestamp(iso8601: $0) }
      #expect(try #require(started) >= before + .seconds(2), "\(result)")
      #expect(site.lines("ran").count == 1)
    }
  }
}
