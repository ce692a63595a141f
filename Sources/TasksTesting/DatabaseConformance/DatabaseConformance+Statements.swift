import Tasks

extension DatabaseConformance {
  static let statements = [
    DatabaseConformanceCase("a statement tells how many rows it changed") { story in
      try await story.makeTable()
      try await expect("inserted", story.run("INSERT INTO t VALUES (1), (2), (3)").affectedRows, is: 3)
      try await expect("changed", story.run("UPDATE t SET n = n + 10 WHERE n >= 2").affectedRows, is: 2)
      try await expect("deleted", story.run("DELETE FROM t WHERE n = 99").affectedRows, is: 0)
      try await expect("deleted", story.run("DELETE FROM t WHERE n = 1").affectedRows, is: 1)
      try await expect("of a query", story.run("SELECT n FROM t").affectedRows, is: 2)
      try await expect("of a new table", story.run("CREATE TABLE u (n BIGINT)").affectedRows, is: 0)
    },
    DatabaseConformanceCase("a query tells its columns, also without rows") { story in
      try await story.makeTable()
      let result = try await story.run("SELECT n, n AS \"größe\", n + 1 AS \"b c\" FROM t")
      try expect("columns", result.columns, is: ["n", "größe", "b c"])
      try expect("rows", result.rows, is: [])
      try await expect("of no query", story.run("DELETE FROM t").columns, is: [])
    },
    DatabaseConformanceCase("a change can return rows") { story in
      try await story.makeTable()
      let result = try await story.run("INSERT INTO t VALUES (7), (8) RETURNING n, n * 2 AS twice")
      try expect("columns", result.columns, is: ["n", "twice"])
      try expect("rows", result.rows, is: [[.integer(7), .integer(14)], [.integer(8), .integer(16)]])
      try expect("changed", result.affectedRows, is: 2)
    },
    DatabaseConformanceCase("statements of one connection run one after the other, however many ask") { story in
      try await story.makeTable()
      try await story.connected { connection in
        try await withThrowingTaskGroup(of: Void.self) { group in
          for number in 1...50 { group.addTask { _ = try await connection.run("INSERT INTO t VALUES (\(number))") } }
          try await group.waitForAll()
        }
      }
      try await expect("numbers", story.numbers(), is: Array(1...50))
    },
    DatabaseConformanceCase("many rows come back in their order") { story in
      try await story.makeTable()
      try await story.connected { connection in
        try await connection.begin(TransactionOptions())
        for start in stride(from: 0, to: 5000, by: 500) {
          var statement: SQL = "INSERT INTO t VALUES (\(start))"
          for number in start + 1..<start + 500 { statement = "\(statement), (\(number))" }
          _ = try await connection.run(statement)
        }
        try await connection.commit()
      }
      try await expect("numbers", story.numbers(), is: Array(0..<5000))
    },
    DatabaseConformanceCase("a statement that was prepared sees the table as it is now") { story in
      try await story.connected { connection in
        _ = try await connection.run("CREATE TABLE t (n BIGINT)")
        _ = try await connection.run("INSERT INTO t VALUES (1)")
        _ = try await connection.run("SELECT * FROM t")
        _ = try await connection.run("ALTER TABLE t ADD COLUMN m BIGINT")
        let result = try await connection.run("SELECT * FROM t")
        try expect("columns", result.columns, is: ["n", "m"])
        try expect("rows", result.rows, is: [[.integer(1), .null]])
      }
    },
  ]

  static let refusals = [
    DatabaseConformanceCase("a wrong statement names itself and says why") { story in
      let error = try await story.expectError(.statement) {
        try await story.run("SELECT * FROM nowhere WHERE n = \(1)")
      }
      try expect(error.message.contains("nowhere"), "the message does not say what is missing: \(error)")
      try expect(!error.state.isEmpty, "no state: \(error)")
      try expect(error.statement?.contains("nowhere") == true, "the statement is not named: \(error)")
      try expect("place", error.place, is: story.database.place)
    },
    DatabaseConformanceCase("an error names the statement with placeholders, never with values") { story in
      try await story.run("CREATE TABLE v (v BIGINT CHECK (v > 0))")
      let error = try await story.expectError(.constraint) { try await story.run("INSERT INTO v VALUES (\(-424_242))") }
      try expect(error.statement?.contains("424242") == false, "the statement shows a value: \(error)")
    },
    DatabaseConformanceCase("a broken rule is a constraint error: unique, not null, check, foreign key") { story in
      try await story.run("CREATE TABLE v (id BIGINT PRIMARY KEY, v BIGINT NOT NULL CHECK (v > 0))")
      try await story.run("CREATE TABLE w (v BIGINT REFERENCES v (id))")
      try await story.run("INSERT INTO v VALUES (1, 1)")
      for statement: SQL in [
        "INSERT INTO v VALUES (1, 1)", "INSERT INTO v VALUES (2, NULL)", "INSERT INTO v VALUES (3, -1)",
        "INSERT INTO w VALUES (9)",
      ] {
        let error = try await story.expectError(.constraint) { try await story.run(statement) }
        try expect(!error.state.isEmpty, "no state: \(error)")
        try expect(!error.isConflict, "it is no conflict: \(error)")
      }
    },
    DatabaseConformanceCase("several statements in one text are refused, and none is run") { story in
      try await story.makeTable()
      try await story.expectError(.statement) {
        try await story.run("INSERT INTO t VALUES (\(1)); INSERT INTO t VALUES (2)")
      }
      try await story.expectError(.statement) { try await story.run("INSERT INTO t VALUES (1); DROP TABLE t") }
      try await expect("numbers", story.numbers(), is: [])
    },
    DatabaseConformanceCase("a text without a statement is refused") { story in
      for text in ["", "  ", "-- nothing"] {
        try await story.expectError(.statement) { try await story.run("\(raw: text)") }
      }
    },
    DatabaseConformanceCase("a statement that begins or ends a transaction is refused") { story in
      try await story.makeTable()
      for text in ["BEGIN", "COMMIT", "ROLLBACK", " /* */ commit", "END"] {
        try await story.expectError(.statement) { try await story.run("\(raw: text)") }
      }
      try await story.expectError(.statement) {
        try await story.database.transaction { transaction in
          try await transaction.execute("INSERT INTO t VALUES (1)")
          try await transaction.execute("COMMIT")
          try await transaction.execute("INSERT INTO t VALUES (2)")
        }
      }
      try await expect("numbers", story.numbers(), is: [])
    },
    DatabaseConformanceCase("after a refused statement the connection goes on") { story in
      try await story.connected { connection in
        try await story.expectError(.statement) { _ = try await connection.run("nonsense") }
        try await expect("answer", connection.run("SELECT 1 AS one").rows.count, is: 1)
      }
    },
    DatabaseConformanceCase("neither place nor errors tell a secret") { story in
      let error = try await story.expectError(.statement) { try await story.run("nonsense") }
      for secret in story.fixture.secrets {
        try expect(!story.database.place.contains(secret), "the place does: \(story.database.place)")
        try expect(!"\(error)".contains(secret), "the error does: \(error)")
      }
      try expect(!story.database.place.isEmpty, "no place")
    },
  ]
}
