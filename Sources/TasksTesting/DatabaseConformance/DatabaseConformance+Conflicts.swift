import Tasks

extension DatabaseConformance {
  static let conflicts = [
    DatabaseConformanceCase("who meets another runs once more as a whole, and only the last run counts") { story in
      try await story.makeTable()
      for (number, step) in ConflictingDatabase.Step.allCases.enumerated() {
        let database = ConflictingDatabase(story.database, at: step, times: 2)
        let (runs, notes) = (Notebook<Int>(), Notebook<RunNoteName>())
        try await story.tasks(notes, on: database).transaction { transaction in
          runs.note(1)
          try await transaction.execute("INSERT INTO t VALUES (\(number))")
          try transaction.send(name: "send_sms")
        }
        try expect("replays at \(step)", notes.notes, is: [.replayed(1), .replayed(2)])
        try expect("runs at \(step)", runs.notes.count, is: step == .begin ? 1 : 3)
      }
      try await expect("numbers", story.numbers(), is: [0, 1, 2])
      try await expect("sent", story.sent(), is: ["send_sms", "send_sms", "send_sms"])
    },
    DatabaseConformanceCase("after as many attempts as allowed the conflict is thrown, and nothing lasts") { story in
      try await story.makeTable()
      for step in ConflictingDatabase.Step.allCases {
        let database = ConflictingDatabase(story.database, at: step, times: .max)
        let notes = Notebook<RunNoteName>()
        let error = try await story.expectError(.conflict) {
          try await story.tasks(notes, on: database).transaction(TransactionOptions(attempts: 3)) { transaction in
            try await transaction.execute("INSERT INTO t VALUES (1)")
            try transaction.send(name: "send_sms")
          }
        }
        try expect(error.message.contains("serialization conflict"), "it is not named: \(error)")
        try expect(error.message.contains("3 attempts"), "the attempts are not named: \(error)")
        try expect("replays at \(step)", notes.notes, is: [.replayed(1), .replayed(2)])
      }
      try await expect("numbers", story.numbers(), is: [])
      try await expect("sent", story.sent(), is: [])
    },
    DatabaseConformanceCase("a conflict that the body catches is replayed all the same") { story in
      try await story.makeTable()
      let database = ConflictingDatabase(story.database, at: .statement, times: 1)
      let runs = Notebook<Int>()
      try await database.transaction { transaction in
        runs.note(1)
        _ = try? await transaction.execute("INSERT INTO t VALUES (1)")
      }
      try expect("runs", runs.notes.count, is: 2)
      try await expect("numbers", story.numbers(), is: [1])
    },
    DatabaseConformanceCase("many who count up one number at the same time count right") { story in
      try await story.makeCounter()
      let second = try await story.open()
      try await withThrowingTaskGroup(of: Void.self) { group in
        for database in [story.database, second, story.database, second] {
          group.addTask { @Sendable in for _ in 1...5 { try await story.countUp(on: database) } }
        }
        try await group.waitForAll()
      }
      try await expect("count", story.count(), is: 20)
    },
    DatabaseConformanceCase(
      "of two that read a row before either changes it, exactly one runs again", of: [.postgresql]
    ) { story in
      try await story.makeCounter()
      let (meeting, notes) = (Meeting(of: 2), Notebook<RunNoteName>())
      try await withThrowingTaskGroup(of: Void.self) { group in
        for database in [story.database, try await story.open()] {
          group.addTask { @Sendable in
            try await story.countUp(on: database, notes) { await meeting.come() }
          }
        }
        try await group.waitForAll()
      }
      try await expect("count", story.count(), is: 2)
      try expect("replays", notes.notes, is: [.replayed(1)])
    },
    DatabaseConformanceCase("two that each take what the other wants do not wait for ever", of: [.postgresql]) {
      story in
      try await story.makeTable()
      try await story.run("INSERT INTO t VALUES (1), (2)")
      let (meeting, over, notes) = (Meeting(of: 2), Meeting(of: 2), Notebook<RunNoteName>())
      try await withThrowingTaskGroup(of: Void.self) { group in
        for order in [[1, 2], [2, 1]] {
          group.addTask { @Sendable in
            try await story.tasks(notes).transaction(TransactionOptions(isolationLevel: .readCommitted)) {
              transaction in
              // Who was sent away and is back before the other has what it waited for would meet it once more.
              if !notes.notes.isEmpty { await over.come() }
              try await transaction.execute("UPDATE t SET n = n + 10 WHERE n % 10 = \(order[0])")
              await meeting.come()
              try await transaction.execute("UPDATE t SET n = n + 10 WHERE n % 10 = \(order[1])")
            }
            await over.come()
          }
        }
        try await group.waitForAll()
      }
      try expect("replays", notes.notes, is: [.replayed(1)])
      try await expect("numbers", story.numbers(), is: [21, 22])
    },
  ]
}

extension DatabaseStory {
  /// Transactions whose notes are written down.
  func tasks(_ notes: Notebook<RunNoteName>, on database: (any Database)? = nil) -> TaskDatabase {
    let database = database ?? self.database
    return TaskDatabase(
      database, messages: MessageFactory(clock: database.clock), note: { notes.note(RunNoteName($0)) })
  }

  fileprivate func makeCounter() async throws {
    try await run("CREATE TABLE counter (n BIGINT NOT NULL)")
    try await run("INSERT INTO counter VALUES (0)")
  }

  fileprivate func count() async throws -> Int? {
    try await run("SELECT n FROM counter").rows.first?.first.flatMap(Int.init(sqlValue:))
  }

  fileprivate func countUp(
    on database: any Database, _ notes: Notebook<RunNoteName> = Notebook(),
    afterReading: @Sendable () async -> Void = {}
  ) async throws {
    try await tasks(notes, on: database).transaction(TransactionOptions(attempts: 10_000)) { transaction in
      let found = try await transaction.first("SELECT n FROM counter")?.get("n", as: Int.self)
      await afterReading()
      try await transaction.execute("UPDATE counter SET n = \((found ?? 0) + 1)")
    }
  }
}
