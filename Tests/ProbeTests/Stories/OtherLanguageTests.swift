import ProcessTesting
import TaskModel
import Tasks
import Testing

/// The outbox belongs to whoever writes to it.
@Suite struct OtherLanguageTests {
  @Test(.python) func aPythonProgramSendsWithItsOwnTransaction() async throws {
    try await Probe.visit(.postgresql, .redis) { probe in
      let daemon = try await probe.start()
      _ = try await daemon.standardError.first(containing: "is ready")
      for (value, end) in [("dropped", "rollback"), ("kept", "commit")] {
        let program = try await probe.child([
          Python.interpreter(), Python.scripts + "/order.py", probe.databaseURL, value, end,
        ])
        #expect(await program.exit == .code(0), "\(program.standardError.text)")
      }
      _ = try await daemon.standardError.first("the end of follow") {
        $0.contains("follow[") && $0.contains("succeeded")
      }
      #expect(try await probe.count("follow", "kept") == 1)
      #expect(try await probe.count("follow", "dropped") == 0)
      #expect(try await probe.count("order", "dropped") == 0)
      daemon.send(15)
      #expect(await daemon.exit == .code(0))
    }
  }

  @Test(arguments: DatabaseKind.allCases)
  func aBadRowIsSetAsideWithWhatWouldBeRight(database: DatabaseKind) async throws {
    try await Probe.visit(database, .sqlite) { probe in
      let daemon = try await probe.start()
      _ = try await daemon.standardError.first(containing: "is ready")
      try await probe.database.transaction { transaction in
        try await transaction.execute("INSERT INTO tasksd_outbox (task, args) VALUES ('follow', 'x')")
        try await transaction.execute("INSERT INTO tasksd_outbox (task, args) VALUES ('follow', '[\"good\"]')")
      }
      _ = try await daemon.standardError.first("the end of follow") {
        $0.contains("follow[") && $0.contains("succeeded")
      }
      let row = try await daemon.standardError.first(
        containing: "row 1 of tasksd_outbox (task 'follow') cannot be sent")
      #expect(row.line.contains("args: is no JSON"))
      #expect(try await probe.count("follow", "good") == 1)
      // Repaired and set free, it leaves before what is written now.
      try await probe.database.transaction { transaction in
        try await transaction.execute("UPDATE tasksd_outbox SET args = '[\"repaired\"]', problem = NULL")
        try await transaction.execute(
          "INSERT INTO tasksd_outbox (task_id, task, args) VALUES ('last', 'follow', '[\"next\"]')")
      }
      try await probe.expectResult(of: "last", "null")
      daemon.send(15)
      #expect(await daemon.exit == .code(0))
      #expect(try await probe.count("follow", "repaired") == 1)
      #expect(try await probe.outboxCount() == 0)
    }
  }
}
