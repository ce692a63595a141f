import Tasks

extension DatabaseConformance {
  static let transactions = [
    DatabaseConformanceCase("a transaction's effect is seen when it is over, and not before") { story in
      try await story.makeTable()
      let atTheBarrier = try await story.database.transaction { transaction in
        try await transaction.execute("INSERT INTO t VALUES (1)")
        try await transaction.execute("INSERT INTO t VALUES (2)")
        return try await story.numbers()
      }
      try expect("at the barrier", atTheBarrier, is: [])
      try await expect("after", story.numbers(), is: [1, 2])
    },
    DatabaseConformanceCase("an error of the body rolls back and comes out as it is, without a replay") { story in
      try await story.makeTable()
      let runs = Notebook<Int>()
      do {
        try await story.database.transaction { transaction in
          runs.note(1)
          try await transaction.execute("INSERT INTO t VALUES (1)")
          throw ForeignError(number: 7)
        }
        throw ConformanceFailure(message: "the error was swallowed", file: #fileID, line: #line)
      } catch let error as ForeignError {
        try expect("error", error.number, is: 7)
      }
      try expect("runs", runs.notes.count, is: 1)
      try await expect("numbers", story.numbers(), is: [])
    },
    DatabaseConformanceCase("a broken rule rolls everything back, without a replay") { story in
      try await story.makeTable()
      let runs = Notebook<Int>()
      try await story.expectError(.constraint) {
        try await story.database.transaction { transaction in
          runs.note(1)
          try await transaction.execute("INSERT INTO t VALUES (1)")
          try await transaction.execute("INSERT INTO t VALUES (1)")
        }
      }
      try expect("runs", runs.notes.count, is: 1)
      try await expect("numbers", story.numbers(), is: [])
    },
    DatabaseConformanceCase("a commit that fails throws, and nothing lasts and nothing is sent") { story in
      try await story.makeFamily()
      try await story.expectError(.constraint) {
        try await story.database.transaction { transaction in
          try transaction.send(name: "send_sms")
          try await transaction.execute("INSERT INTO child VALUES (1, 99)")
        }
      }
      try await expect("children", story.run("SELECT id FROM child").rows, is: [])
      try await expect("sent", story.sent(), is: [])
    },
    DatabaseConformanceCase("a doomed transaction ends well, and nothing lasts and nothing is sent") { story in
      try await story.makeTable()
      let notes = Notebook<RunNoteName>()
      let value = try await story.tasks(notes).transaction { transaction in
        try await transaction.execute("INSERT INTO t VALUES (1)")
        try transaction.send(name: "send_sms")
        transaction.doom()
        try expect(transaction.isDoomed, "it does not know that it is doomed")
        return 42
      }
      try expect("value", value, is: 42)
      try expect("notes", notes.notes, is: [.rolledBack])
      try await expect("numbers", story.numbers(), is: [])
      try await expect("sent", story.sent(), is: [])
    },
    DatabaseConformanceCase("after failures of every kind the connections are all there") { story in
      try await story.makeFamily()
      let database = try await story.open(connections: 1, wait: .zero)
      for number in 1...12 {
        do {
          try await database.transaction { transaction in
            switch number % 4 {
            case 0: throw ForeignError(number: number)
            case 1: try await transaction.execute("nonsense")
            case 2: try await transaction.execute("INSERT INTO child VALUES (1, 99)")
            default: transaction.doom()
            }
          }
        } catch let error as DatabaseError where error.code == .busy {
          throw error
        } catch {}
      }
      try await story.run("SELECT 1", on: database)
    },
    DatabaseConformanceCase("nothing runs on a transaction that is over") { story in
      try await story.makeTable()
      let transaction = try await story.database.begin()
      try await transaction.execute("INSERT INTO t VALUES (1)")
      try await transaction.commit()
      try await story.expectError(.statement) { try await transaction.execute("INSERT INTO t VALUES (2)") }
      try await story.expectError(.statement) { try await transaction.commit() }
      await transaction.rollback()
      try await expect("numbers", story.numbers(), is: [1])
    },
  ]

  static let endings = [
    DatabaseConformanceCase("a transaction that nobody ends is rolled back, and its connection comes back") { story in
      try await story.makeTable()
      let database = try await story.open(connections: 1)
      do {
        let transaction = try await database.begin()
        try await transaction.execute("INSERT INTO t VALUES (1)")
      }
      try await expect("numbers", story.numbers(on: database), is: [])
    },
    DatabaseConformanceCase("an inner transaction on another database is its own: it lasts when the outer one fails") {
      story in
      try await story.makeTable()
      let other = try await story.open()
      do {
        try await story.database.transaction(TransactionOptions(isReadOnly: true)) { outer in
          _ = try await outer.query("SELECT n FROM t")
          try await other.transaction { inner in _ = try await inner.execute("INSERT INTO t VALUES (1)") }
          throw ForeignError(number: 1)
        }
      } catch is ForeignError {}
      try await expect("numbers", story.numbers(), is: [1])
    },
    DatabaseConformanceCase("a transaction that only reads gives what it read and changes nothing") { story in
      try await story.makeTable()
      try await story.run("INSERT INTO t VALUES (5)")
      let options = TransactionOptions(isReadOnly: true)
      let found = try await story.database.transaction(options) { transaction in
        try await transaction.first("SELECT n FROM t")?.get("n", as: Int.self)
      }
      try expect("found", found, is: 5)
      try await story.expectError(.statement) {
        try await story.database.transaction(options) { transaction in
          _ = try await transaction.execute("INSERT INTO t VALUES (6)")
        }
      }
      try await expect("numbers", story.numbers(), is: [5])
    },
  ]
}

/// An error that no database knows.
struct ForeignError: Error { let number: Int }
