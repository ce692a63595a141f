import Tasks

extension DatabaseConformance {
  static let transactionsOfConnections = [
    DatabaseConformanceCase("another connection sees what a transaction did once it is committed, and not before") {
      story in
      try await story.makeTable()
      try await story.connected { connection in
        try await connection.begin(TransactionOptions())
        _ = try await connection.run("INSERT INTO t VALUES (1)")
        try await expect("before", story.numbers(), is: [])
        _ = try await connection.run("INSERT INTO t VALUES (2)")
        try await expect("its own", connection.run("SELECT n FROM t").rows.count, is: 2)
        try await connection.commit()
        try await expect("after", story.numbers(), is: [1, 2])
      }
    },
    DatabaseConformanceCase("what was rolled back was never there") { story in
      try await story.makeTable()
      try await story.connected { connection in
        try await connection.begin(TransactionOptions())
        _ = try await connection.run("INSERT INTO t VALUES (1)")
        await connection.rollback()
        try await expect("after", story.numbers(), is: [])
        try await connection.begin(TransactionOptions())
        _ = try await connection.run("INSERT INTO t VALUES (2)")
        try await connection.commit()
      }
      try await expect("of the next", story.numbers(), is: [2])
    },
    DatabaseConformanceCase("without a transaction each statement is committed by itself") { story in
      try await story.makeTable()
      try await story.connected { connection in
        _ = try await connection.run("INSERT INTO t VALUES (1)")
        try await expect("seen", story.numbers(), is: [1])
      }
    },
    DatabaseConformanceCase("a transaction in which a statement failed can be rolled back, and the next begun") {
      story in
      try await story.makeTable()
      try await story.connected { connection in
        try await connection.begin(TransactionOptions())
        _ = try await connection.run("INSERT INTO t VALUES (1)")
        try await story.expectError(.constraint) { _ = try await connection.run("INSERT INTO t VALUES (1)") }
        await connection.rollback()
        try await connection.begin(TransactionOptions())
        _ = try await connection.run("INSERT INTO t VALUES (2)")
        try await connection.commit()
      }
      try await expect("numbers", story.numbers(), is: [2])
    },
    DatabaseConformanceCase("a rule that is looked at when committing makes the commit fail, and nothing lasts") {
      story in
      try await story.makeFamily()
      try await story.connected { connection in
        try await connection.begin(TransactionOptions())
        _ = try await connection.run("INSERT INTO child VALUES (1, 99)")
        let error = try await story.expectError(.constraint) { try await connection.commit() }
        try expect(!error.state.isEmpty, "no state: \(error)")
        await connection.rollback()
        try await expect("children", connection.run("SELECT id FROM child").rows, is: [])
      }
      try await expect("seen", story.run("SELECT id FROM child").rows, is: [])
    },
    DatabaseConformanceCase("a transaction that only reads may not change") { story in
      try await story.makeTable()
      try await story.run("INSERT INTO t VALUES (1)")
      try await story.connected { connection in
        try await connection.begin(TransactionOptions(isReadOnly: true))
        try await expect("read", connection.run("SELECT n FROM t").rows.count, is: 1)
        try await story.expectError(.statement) { _ = try await connection.run("INSERT INTO t VALUES (2)") }
        await connection.rollback()
        try await connection.begin(TransactionOptions())
        _ = try await connection.run("INSERT INTO t VALUES (3)")
        try await connection.commit()
      }
      try await expect("numbers", story.numbers(), is: [1, 3])
    },
    DatabaseConformanceCase("a transaction that only reads sees one moment") { story in
      try await story.makeTable()
      try await story.connected { connection in
        try await connection.begin(TransactionOptions(isReadOnly: true))
        _ = try await connection.run("SELECT n FROM t")
        try await story.run("INSERT INTO t VALUES (1)")
        try await expect("seen", connection.run("SELECT n FROM t").rows, is: [])
        try await connection.commit()
        try await expect("afterwards", connection.run("SELECT n FROM t").rows.count, is: 1)
      }
    },
    DatabaseConformanceCase("the tables for what is sent and what was done are there from the first connection on") {
      story in
      try await expect("outbox", story.run("SELECT * FROM tasksd_outbox").rows, is: [])
      try await expect("inbox", story.run("SELECT * FROM tasksd_inbox").rows, is: [])
      let second = try await story.open()
      try await expect("outbox", story.run("SELECT * FROM tasksd_outbox", on: second).rows, is: [])
    },
    DatabaseConformanceCase("processes that open a new database at the same time all find the tables") { story in
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 1...4 {
          group.addTask { @Sendable in
            let database = try await story.open()
            try await story.run("SELECT * FROM tasksd_outbox", on: database)
          }
        }
        try await group.waitForAll()
      }
    },
  ]
}
