import TaskModel
import Tasks

extension DatabaseConformance {
  static let sending = [
    DatabaseConformanceCase("what is sent stands in the outbox with the commit, in the order in which it was sent") {
      story in
      let before = try await story.database.transaction { transaction in
        for name: TaskName in ["a", "b"] { _ = try transaction.send(name: name) }
        _ = try await transaction.query("SELECT 1")
        _ = try transaction.send(name: "c")
        return try await story.sent()
      }
      try expect("before the commit", before, is: [])
      try await expect("after it", story.sent(), is: ["a", "b", "c"])
    },
    DatabaseConformanceCase("a row says id, arguments and all else of its message") { story in
      let id = try await story.database.transaction { transaction in
        try transaction.send(
          name: "send_sms", arguments: TaskArguments(["å", 7], keywords: ["urgent": true]),
          options: SendOptions(countdown: .seconds(60)))
      }
      let result = try await story.run("SELECT task_id, args, kwargs, options, problem FROM tasksd_outbox")
      let row = try story.onlyRow(of: result)
      try expect("id", row["task_id"], is: .text(id.rawValue))
      try expect("arguments", row.get("args", as: JSONValue.self), is: ["å", 7])
      try expect("keywords", row.get("kwargs", as: JSONValue.self), is: ["urgent": true])
      let options = try row.get("options", as: JSONValue.self)
      try expect(options["eta"] != nil, "the options say no moment: \(options)")
      try expect("problem", row["problem"], is: .null)
    },
    DatabaseConformanceCase("nothing is sent by a transaction that fails") { story in
      do {
        try await story.database.transaction { transaction in
          _ = try transaction.send(name: "a")
          _ = try await transaction.query("SELECT 1")
          _ = try transaction.send(name: "b")
          throw ForeignError(number: 1)
        }
      } catch is ForeignError {}
      try await expect("sent", story.sent(), is: [])
    },
    DatabaseConformanceCase("many are sent in their order") { story in
      let names = (1...2500).map { "task_\($0)" }
      try await story.database.transaction { transaction in
        for name in names { _ = try transaction.send(name: TaskName(name)) }
      }
      try await expect("sent", story.sent(), is: names)
    },
    DatabaseConformanceCase("numbers of rows that were deleted do not come again") { story in
      try await story.database.transaction { _ = try $0.send(name: "a") }
      let first = try story.onlyRow(of: await story.run("SELECT number FROM tasksd_outbox")).get("number", as: Int.self)
      try await story.run("DELETE FROM tasksd_outbox")
      try await story.database.transaction { _ = try $0.send(name: "b") }
      let second = try story.onlyRow(of: await story.run("SELECT number FROM tasksd_outbox")).get(
        "number", as: Int.self)
      try expect(second > first, "\(second) follows \(first)")
    },
    DatabaseConformanceCase("nothing can be sent in a transaction that is over") { story in
      let transaction = try await story.database.begin()
      try await transaction.commit()
      do {
        _ = try transaction.send(name: "late")
        throw ConformanceFailure(message: "it was sent", file: #fileID, line: #line)
      } catch is SendError {}
      try await expect("sent", story.sent(), is: [])
    },
    DatabaseConformanceCase("a row of another program needs no more than the task's name") { story in
      try await story.run("INSERT INTO tasksd_outbox (task) VALUES ('send_sms')")
      try await story.run("INSERT INTO tasksd_outbox (task) VALUES ('send_sms')")
      let result = try await story.run("SELECT task_id, args, kwargs, options FROM tasksd_outbox ORDER BY number")
      try expect("rows", result.rows.count, is: 2)
      try expect("ids", Set(result.rows.compactMap(\.first)).count, is: 2)
      for row in result.rows { try expect("rest", row.dropFirst(), is: [.text("[]"), .text("{}"), .text("{}")]) }
    },
  ]

  static let inbox = [
    DatabaseConformanceCase("a task is claimed once, and what it came to is found again") { story in
      try await expect("first", story.claim("t1", doing: "sent"), is: nil)
      try await expect("again", story.claim("t1", doing: "other"), is: "sent")
      try await expect("from elsewhere", story.claim("t1", doing: "other", on: story.open()), is: "sent")
      try await expect("another", story.claim("t2", doing: "sent"), is: nil)
    },
    DatabaseConformanceCase("a claim that was rolled back is none") { story in
      do {
        try await story.database.transaction { transaction in
          try await transaction.execute(story.claimStatement("t1"))
          throw ForeignError(number: 1)
        }
      } catch is ForeignError {}
      try await expect("afterwards", story.claim("t1", doing: "sent"), is: nil)
    },
    DatabaseConformanceCase("of many who claim one task at the same time exactly one does it") { story in
      let second = try await story.open()
      let found = Notebook<String?>()
      try await withThrowingTaskGroup(of: Void.self) { group in
        for (number, database) in [story.database, second, story.database, second].enumerated() {
          group.addTask { @Sendable in found.note(try await story.claim("t1", doing: "by \(number)", on: database)) }
        }
        try await group.waitForAll()
      }
      let results = found.notes.compactMap { $0 }
      try expect("who found a result", results.count, is: 3)
      try expect("results", Set(results).count, is: 1)
    },
  ]
}

extension DatabaseStory {
  fileprivate func onlyRow(of result: SQLResult) throws -> SQLRow {
    guard let values = result.rows.first, result.rows.count == 1 else {
      throw ConformanceFailure(message: "\(result.rows.count) rows instead of one", file: #fileID, line: #line)
    }
    return SQLRow(columns: result.columns, values: values, place: database.place)
  }

  fileprivate func claimStatement(_ id: TaskID) -> SQL {
    InboxStatements.claim(id, task: "send_sms", at: fixture.clock.now, dialect: dialect)
  }

  /// Claims a task and records `result`; nil: it is the first. Otherwise what was recorded before.
  fileprivate func claim(
    _ id: TaskID, doing result: String, on database: (any Database)? = nil
  ) async throws -> String? {
    try await (database ?? self.database).transaction(TransactionOptions(attempts: 1000)) { transaction in
      if try await transaction.execute(claimStatement(id)) == 0 {
        let row = try await transaction.first(InboxStatements.result(of: id, dialect: dialect))
        return try row?.get("result", as: JSONValue.self).stringValue ?? "no result"
      }
      try await transaction.execute(
        InboxStatements.record(
          id, at: nil, result: .string(result), now: fixture.clock.now, dialect: dialect))
      return nil
    }
  }
}
