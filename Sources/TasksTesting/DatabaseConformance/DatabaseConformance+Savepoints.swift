import Tasks

extension DatabaseConformance {
  static let savepoints = [
    DatabaseConformanceCase("what a failed savepoint did and sent is undone, the rest lasts") { story in
      try await story.makeTable()
      try await story.database.transaction { transaction in
        try await transaction.execute("INSERT INTO t VALUES (1)")
        try transaction.send(name: "before")
        await story.failing(transaction) {
          try await transaction.execute("INSERT INTO t VALUES (2)")
          try transaction.send(name: "inside")
        }
        try transaction.send(name: "after")
        try await transaction.execute("INSERT INTO t VALUES (3)")
      }
      try await expect("numbers", story.numbers(), is: [1, 3])
      try await expect("sent", story.sent(), is: ["before", "after"])
    },
    DatabaseConformanceCase("a savepoint that ends well gives its value, and what it did and sent lasts") { story in
      try await story.makeTable()
      let value = try await story.database.transaction { transaction in
        try await transaction.savepoint {
          try await transaction.execute("INSERT INTO t VALUES (1)")
          try transaction.send(name: "inside")
          return "value"
        }
      }
      try expect("value", value, is: "value")
      try await expect("numbers", story.numbers(), is: [1])
      try await expect("sent", story.sent(), is: ["inside"])
    },
    DatabaseConformanceCase("a failed savepoint takes nothing from the one beside it") { story in
      try await story.makeTable()
      try await story.database.transaction { transaction in
        await story.failing(transaction) {
          try await transaction.execute("INSERT INTO t VALUES (1)")
          try transaction.send(name: "first")
        }
        try await transaction.savepoint {
          try await transaction.execute("INSERT INTO t VALUES (2)")
          _ = try transaction.send(name: "second")
        }
        await story.failing(transaction) { _ = try transaction.send(name: "third") }
      }
      try await expect("numbers", story.numbers(), is: [2])
      try await expect("sent", story.sent(), is: ["second"])
    },
    DatabaseConformanceCase("savepoints nest: the outer one takes the inner one's with it") { story in
      try await story.makeTable()
      try await story.database.transaction { transaction in
        await story.failing(transaction) {
          try await transaction.execute("INSERT INTO t VALUES (1)")
          try await transaction.savepoint {
            try await transaction.execute("INSERT INTO t VALUES (2)")
            _ = try transaction.send(name: "inner")
          }
        }
        try await transaction.savepoint {
          try await transaction.execute("INSERT INTO t VALUES (3)")
          await story.failing(transaction) {
            try await transaction.execute("INSERT INTO t VALUES (4)")
            _ = try transaction.send(name: "lost")
          }
          _ = try transaction.send(name: "kept")
        }
      }
      try await expect("numbers", story.numbers(), is: [3])
      try await expect("sent", story.sent(), is: ["kept"])
    },
    DatabaseConformanceCase("after a broken rule in a savepoint the transaction goes on") { story in
      try await story.makeTable()
      try await story.database.transaction { transaction in
        try await transaction.execute("INSERT INTO t VALUES (1)")
        try await story.expectError(.constraint) {
          try await transaction.savepoint {
            try await transaction.execute("INSERT INTO t VALUES (2)")
            try await transaction.execute("INSERT INTO t VALUES (1)")
          }
        }
        try await transaction.execute("INSERT INTO t VALUES (3)")
      }
      try await expect("numbers", story.numbers(), is: [1, 3])
    },
    DatabaseConformanceCase("an error that leaves the savepoint and the body undoes all") { story in
      try await story.makeTable()
      do {
        try await story.database.transaction { transaction in
          try await transaction.execute("INSERT INTO t VALUES (1)")
          try await transaction.savepoint { throw ForeignError(number: 1) }
        }
      } catch is ForeignError {}
      try await expect("numbers", story.numbers(), is: [])
    },
  ]
}

extension DatabaseStory {
  /// A savepoint that does `body` and fails.
  fileprivate func failing(_ transaction: any DatabaseTransaction, _ body: () async throws -> Void) async {
    do {
      try await transaction.savepoint {
        try await body()
        throw ForeignError(number: 1)
      }
    } catch {}
  }
}
