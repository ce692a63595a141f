import ProcessTesting
import TaskModel
import Tasks
import Testing

/// What begins, ends and is given back where.
@Suite struct BoundaryTests {
  @Test(arguments: DatabaseKind.allCases)
  func whatFailsIsDoomedOrForgottenLeavesNothing(database: DatabaseKind) async throws {
    try await Probe.visit(database, .sqlite) { probe in
      let daemon = try await probe.start()
      _ = try await daemon.standardError.first(containing: "is ready")
      let failed = try await probe.run("call", "ins", "--args", "[\"x\", true]", "--wait")
      #expect(failed.exit == .code(1), "\(failed)")
      #expect(try await probe.run("call", "doom", "--args", "[\"x\"]", "--wait").isGood)
      #expect(try await probe.run("call", "leak", "--args", "[\"x\"]", "--wait").isGood)
      #expect(try await probe.run("call", "commits", "--args", "[\"x\"]", "--wait").isGood)
      _ = try await daemon.standardError.first("the leak's warning") {
        $0.contains("leak[") && $0.contains("left a transaction open on \(probe.database.place)")
      }
      _ = try await daemon.standardError.first(containing: "\"rolled_back\"")
      for kind in ["ins", "follow", "doom", "leak"] {
        #expect(try await probe.count(kind, "x") == 0, "\(kind)")
      }
      #expect(try await probe.count("commits", "x") == 1)
      #expect(try await probe.outboxCount() == 0)
      daemon.send(15)
      #expect(await daemon.exit == .code(0))
    }
  }

  /// Two at once read the same number; one of them is run once more.
  @Test(arguments: DatabaseKind.allCases)
  func tasksThatMeetEachOtherLoseNoStep(database: DatabaseKind) async throws {
    try await Probe.visit(database, .sqlite) { probe in
      var ids: [TaskID] = []
      for _ in 0..<20 { ids.append(try await probe.call("add_one")) }
      let daemon = try await probe.start("--concurrency", "8")
      for id in ids { try await probe.expectResult(of: id, "") }
      #expect(try await probe.number("SELECT count AS n FROM counter") == 20)
      daemon.send(15)
      #expect(await daemon.exit == .code(0))
    }
  }

  @Test func aTransactionalTaskWithoutADatabaseEndsTheStart() async throws {
    try await Probe.visit(.sqlite, .sqlite) { probe in
      let child = try await probe.child(
        [ProbeProgram.path, "run", "--config", probe.directory.path + "/tasksd.ini"],
        environment: ["TASKSD_DATABASE_URL": "none"])
      #expect(await child.exit == .code(78))
      #expect(
        child.standardError.text.contains("task 'ins' runs in a database transaction, and there is no database"),
        "\(child.standardError.text)")
    }
  }
}
