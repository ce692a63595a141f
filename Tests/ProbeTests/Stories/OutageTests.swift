import PostgresTesting
import ProcessTesting
import RedisTesting
import TaskModel
import Tasks
import Testing

/// One of the two is away.
@Suite struct OutageTests {
  /// The transaction commits, the broker is away: the task waits in the outbox, and runs when the broker is back.
  @Test(arguments: DatabaseKind.allCases)
  func whatWasCommittedWhileTheBrokerWasAwayRunsWhenItIsBack(database: DatabaseKind) async throws {
    let redis = try await RedisServer.start(["appendonly yes", "appendfsync always"])
    try await Probe.visit(database, .redis, redis: redis) { probe in
      let daemon = try await probe.start()
      _ = try await daemon.standardError.first(containing: "is ready")
      await redis.kill()
      try await probe.database.transaction { transaction in
        try await transaction.execute("INSERT INTO probe (kind, value) VALUES ('order', 'x')")
        try await transaction.execute(
          "INSERT INTO tasksd_outbox (task_id, task, args) VALUES ('f', 'follow', '[\"x\"]')")
      }
      _ = try await daemon.standardError.first(containing: "tasks of committed transactions wait")
      #expect(try await probe.outboxCount() == 1)
      try await redis.restart()
      _ = try await daemon.standardError.first(containing: "tasks of committed transactions are sent again")
      try await probe.expectResult(of: "f", "null")
      #expect(try await probe.count("follow", "x") == 1)
      daemon.send(15)
      #expect(await daemon.exit == .code(0))
    }
    await redis.stop()
  }

  /// The database is away: what needs it fails and says so, and what does not need it runs.
  @Test func theDatabaseAwayHoldsUpNothingThatDoesNotNeedIt() async throws {
    let server = try await PostgresServer.start()
    let url = try await server.freshDatabase()
    try await Probe.visit(.postgresql, .sqlite, url: url) { probe in
      let daemon = try await probe.start()
      _ = try await daemon.standardError.first(containing: "is ready")
      await server.kill()
      for _ in 0..<5 {
        let ping = try await probe.run("call", "ping", "--wait")
        #expect(ping.isGood && ping.output.contains("pong"), "\(ping)")
      }
      let failed = try await probe.run("call", "ins", "--args", "[\"x\"]", "--wait")
      #expect(!failed.isGood)
      #expect("\(failed)".contains(probe.database.place), "\(failed)")
      _ = try await daemon.standardError.first(containing: "the database is away, retrying")
      // A connection that outlives its server by a moment may have said that it is back.
      var status = try await probe.run("ctl", "status")
      for _ in 0..<100 where !status.output.contains("AWAY for") { status = try await probe.run("ctl", "status") }
      #expect(!status.isGood && status.output.contains("AWAY for"), "\(status)")
      #expect(status.output.contains("NO: database away for"), "\(status)")
      try await server.restart()
      _ = try await daemon.standardError.first(containing: "the database is back after")
      let good = try await probe.run("call", "ins", "--args", "[\"y\"]", "--wait")
      #expect(good.isGood, "\(good)")
      daemon.send(15)
      #expect(await daemon.exit == .code(0))
    }
    await server.stop()
  }

  /// It is not there when the daemon starts.
  @Test func theDaemonStartsWithoutItsDatabase() async throws {
    let server = try await PostgresServer.start()
    let url = try await server.freshDatabase()
    try await Probe.visit(.postgresql, .sqlite, url: url) { probe in
      await server.kill()
      let daemon = try await probe.start()
      _ = try await daemon.standardError.first(containing: "is ready")
      _ = try await daemon.standardError.first(containing: "the database is away, retrying")
      try await server.restart()
      _ = try await daemon.standardError.first(containing: "the database is back after")
      let id = try await probe.call("ins", "--args", "[\"x\"]")
      try await probe.expectResult(of: TaskID("follow-\(id)"), "null")
      daemon.send(15)
      #expect(await daemon.exit == .code(0))
    }
    await server.stop()
  }
}
