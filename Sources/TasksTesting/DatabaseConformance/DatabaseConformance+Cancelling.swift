import Tasks

extension DatabaseConformance {
  static let cancelling = [
    DatabaseConformanceCase("a query that would run for days ends when its task is cancelled") { story in
      try await story.connected { connection in
        let query = Task { try await connection.run(story.endlessQuery) }
        // Whether it has begun by then or not: it ends.
        for _ in 0..<100 { await Task.yield() }
        query.cancel()
        try await story.expectError(.cancelled) { _ = try await query.value }
        try await expect("afterwards", connection.run("SELECT 1 AS one").rows.count, is: 1)
      }
    },
    DatabaseConformanceCase("a statement of a task that is cancelled already is not run") { story in
      try await story.makeTable()
      try await story.connected { connection in
        let task = Task {
          withUnsafeCurrentTask { $0?.cancel() }
          _ = try await connection.run("INSERT INTO t VALUES (1)")
        }
        try await story.expectError(.cancelled) { try await task.value }
      }
      try await expect("numbers", story.numbers(), is: [])
    },
    DatabaseConformanceCase("a transaction is committed although its task was cancelled meanwhile") { story in
      try await story.makeTable()
      try await story.connected { connection in
        try await Task {
          try await connection.begin(TransactionOptions())
          _ = try await connection.run("INSERT INTO t VALUES (1)")
          withUnsafeCurrentTask { $0?.cancel() }
          try await connection.commit()
        }.value
      }
      try await expect("numbers", story.numbers(), is: [1])
    },
    DatabaseConformanceCase("a transaction is rolled back although its task was cancelled meanwhile") { story in
      try await story.makeTable()
      let task = Task {
        try await story.database.transaction { transaction in
          try await transaction.execute("INSERT INTO t VALUES (1)")
          withUnsafeCurrentTask { $0?.cancel() }
          try await transaction.execute("INSERT INTO t VALUES (2)")
        }
      }
      try await story.expectError(.cancelled) { try await task.value }
      try await expect("numbers", story.numbers(), is: [])
      try await story.run("INSERT INTO t VALUES (3)")
    },
    DatabaseConformanceCase("who waits for a connection waits no longer when its task is cancelled") { story in
      let database = try await story.open(connections: 1)
      let lent = try await database.lend()
      let waiting = Task { try await story.run("SELECT 1", on: database) }
      waiting.cancel()
      try await story.expectError(.cancelled) { _ = try await waiting.value }
      await database.giveBack(lent)
      try await story.run("SELECT 1", on: database)
    },
  ]

  static let rings = [
    DatabaseConformanceCase("a commit that sends rings") { story in
      let changes = story.database.outboxChanges()
      try await story.send("a")
      try await story.expectRung(changes)
    },
    DatabaseConformanceCase("a row that any program puts into the outbox rings") { story in
      let changes = story.database.outboxChanges()
      try await story.run("INSERT INTO tasksd_outbox (task) VALUES ('from SQL')")
      try await story.expectRung(changes)
    },
    DatabaseConformanceCase("a commit of another process rings") { story in
      let second = try await story.open()
      let (here, there) = (story.database.outboxChanges(), second.outboxChanges())
      try await story.send("a", on: second)
      try await story.expectRung(here)
      try await story.send("b")
      try await story.expectRung(there)
    },
    DatabaseConformanceCase("each listener hears it, and one ring that came before it looked is not lost") { story in
      let listeners = (1...3).map { _ in story.database.outboxChanges() }
      for number in 1...20 { try await story.send("\(number)") }
      for listener in listeners { try await story.expectRung(listener) }
    },
    DatabaseConformanceCase("closing ends who listens") { story in
      let database = try await story.open()
      let changes = database.outboxChanges()
      await database.close()
      for await _ in changes {}
      for await _ in database.outboxChanges() {}
    },
  ]
}

extension DatabaseStory {
  fileprivate var endlessQuery: SQL {
    switch dialect {
    case .postgresql: "SELECT pg_sleep(864000)"
    case .sqlite: "WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) SELECT max(n) FROM c"
    }
  }

  fileprivate func send(_ text: String, on database: (any Database)? = nil) async throws {
    try await (database ?? self.database).transaction { transaction in
      _ = try transaction.send(name: "send_sms", arguments: TaskArguments([.string(text)]))
    }
  }
}
