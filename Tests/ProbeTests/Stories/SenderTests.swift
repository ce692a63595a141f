import ProcessTesting
import TaskModel
import Tasks
import TasksDaemon
import Testing

/// Who sends: the schedule, and a program with a client by the daemon's own configuration.
@Suite struct SenderTests {
  /// What the daemon of these tests runs is known here by name only.
  private enum Web: TaskApplication {}

  @Test(arguments: DatabaseKind.allCases)
  func aScheduledTransactionalTaskRunsAtItsTick(database: DatabaseKind) async throws {
    try await Probe.visit(database, .sqlite) { probe in
      try probe.configure(
        """
        [celerybeat:insert]
        task = ins
        type = timedelta
        schedule = {"hours": 1}
        args = ["tick"]
        run_at_start = true
        """)
      let daemon = try await probe.start()
      _ = try await daemon.standardError.first("the follow-up's end") {
        $0.contains("follow[") && $0.contains("succeeded")
      }
      #expect(try await probe.count("ins", "tick") == 1)
      #expect(try await probe.count("follow", "tick") == 1)
      daemon.send(15)
      #expect(await daemon.exit == .code(0))
    }
  }

  /// The web process has no relay here that could publish: the daemon's does.
  @Test(arguments: BrokerKind.allCases)
  func aClientSendsAtOnceAndWithItsTransactions(broker: BrokerKind) async throws {
    try await Probe.visit(.sqlite, broker) { probe in
      let daemon = try await probe.start()
      _ = try await daemon.standardError.first(containing: "is ready")
      let client = try await TaskClient.open(Web.self, configuration: probe.directory.path + "/tasksd.ini")
      let pong = try await client.queue.send(name: "ping").get(timeout: .seconds(120))
      #expect(pong == "pong")
      let id = try await client.database.transaction { transaction in
        try await transaction.execute("INSERT INTO probe (kind, value) VALUES ('order', 'x')")
        return try transaction.send(name: "ins", arguments: TaskArguments(["x"]))
      }
      let inserted: AsyncResult<JSONValue> = client.queue.result(of: id)
      #expect(try await inserted.get(timeout: .seconds(120)) == "inserted x")
      await client.close()
      daemon.send(15)
      #expect(await daemon.exit == .code(0))
    }
  }

  /// The client's own relay brings what was committed, and what stood there before, without any daemon.
  @Test(arguments: BrokerKind.allCases)
  func aClientsRelayBringsWhatWasCommitted(broker: BrokerKind) async throws {
    try await Probe.visit(.sqlite, broker) { probe in
      let client = try await TaskClient.open(Web.self, configuration: probe.directory.path + "/tasksd.ini")
      let id = try await client.database.transaction { try $0.send(name: "ins", arguments: TaskArguments(["x"])) }
      #expect(try await probe.outboxCount() == 1)
      let relaying = Task { await client.run() }
      while try await probe.outboxCount() > 0 { await Task.yield() }
      relaying.cancel()
      await relaying.value
      await client.close()
      let daemon = try await probe.start()
      try await probe.expectResult(of: id, "inserted x")
      #expect(try await probe.count("ins", "x") == 1)
      daemon.send(15)
      #expect(await daemon.exit == .code(0))
    }
  }
}
