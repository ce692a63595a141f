import Tasks

extension DatabaseConformance {
  static let lending = [
    DatabaseConformanceCase("as many connections are lent as there are, and the next is refused when none comes back") {
      story in
      let database = try await story.open(connections: 2, wait: .zero)
      let first = try await database.lend()
      let second = try await database.lend()
      try expect(first !== second, "one connection was lent twice")
      let error = try await story.expectError(.busy) { _ = try await database.lend() }
      try expect("place", error.place, is: database.place)
      await database.giveBack(first)
      let third = try await database.lend()
      await database.giveBack(second)
      await database.giveBack(third)
    },
    DatabaseConformanceCase("who waits gets what comes back") { story in
      let database = try await story.open(connections: 1)
      let lent = try await database.lend()
      async let waiting = story.run("SELECT 1 AS one", on: database)
      await database.giveBack(lent)
      try await expect("rows", waiting.rows.count, is: 1)
    },
    DatabaseConformanceCase("a hundred users share two connections") { story in
      let database = try await story.open(connections: 2)
      try await story.makeTable()
      try await withThrowingTaskGroup(of: Void.self) { group in
        for number in 1...100 {
          group.addTask { @Sendable in try await story.run("INSERT INTO t VALUES (\(number))", on: database) }
        }
        try await group.waitForAll()
      }
      try await expect("numbers", story.numbers(), is: Array(1...100))
    },
    DatabaseConformanceCase("a transaction that is open when its connection comes back is rolled back") { story in
      try await story.makeTable()
      let database = try await story.open(connections: 1)
      let connection = try await database.lend()
      try await connection.begin(TransactionOptions())
      _ = try await connection.run("INSERT INTO t VALUES (1)")
      await database.giveBack(connection)
      try await story.connected(to: database) { connection in
        try await expect("seen by the next", connection.run("SELECT n FROM t").rows, is: [])
        try await connection.begin(TransactionOptions())
        _ = try await connection.run("INSERT INTO t VALUES (2)")
        try await connection.commit()
      }
      try await expect("numbers", story.numbers(), is: [2])
    },
    DatabaseConformanceCase("a connection that comes back twice is lent once") { story in
      let database = try await story.open(connections: 2, wait: .zero)
      let connection = try await database.lend()
      await database.giveBack(connection)
      await database.giveBack(connection)
      let first = try await database.lend()
      let second = try await database.lend()
      try expect(first !== second, "one connection was lent twice")
      await database.giveBack(first)
      await database.giveBack(second)
    },
    DatabaseConformanceCase("a closed database lends nothing, and closing again does nothing") { story in
      let database = try await story.open()
      try await story.run("SELECT 1", on: database)
      await database.close()
      try await story.expectError(.unavailable) { _ = try await database.lend() }
      await database.close()
    },
    DatabaseConformanceCase("what is lent while the database is closed ends its work") { story in
      try await story.makeTable()
      let database = try await story.open()
      let connection = try await database.lend()
      try await connection.begin(TransactionOptions())
      _ = try await connection.run("INSERT INTO t VALUES (1)")
      await database.close()
      try await connection.commit()
      await database.giveBack(connection)
      try await expect("numbers", story.numbers(), is: [1])
    },
  ]
}
