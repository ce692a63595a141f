import TaskModel

extension BackendConformance {
  static let ticks = [
    ConformanceCase("a claimed tick puts its message into the queue and is remembered") { story in
      try await story.know("backup")
      story.clock.advance(by: .milliseconds(3))
      let due = story.now - .milliseconds(3)
      try await expect("outcome", story.tick("backup", due, sends: ["t1"]), is: .sent)
      try await expect("claimed", story.claim().ids, is: ["t1"])
      let wanted = EntryMemory(
        entry: "backup", schedule: "every 60 s", anchor: due, lastDue: due, lastTaskID: "t1", lastSentAt: story.now,
        sentCount: 1)
      try await expect("memory", story.backend.entryMemories(), is: [wanted])
    },
    ConformanceCase("a tick is claimed once") { story in
      try await story.know("backup")
      let due = story.now
      try await expect("first", story.tick("backup", due, sends: ["t1"]), is: .sent)
      try await expect("again", story.tick("backup", due, sends: ["t2"]), is: .alreadyClaimed(lastDue: due))
      try await expect(
        "an older one", story.tick("backup", due - .seconds(60), sends: ["t0"]), is: .alreadyClaimed(lastDue: due))
      try await expect("a later one", story.tick("backup", due + .seconds(60), sends: ["t3"]), is: .sent)
      try await expect("sent", story.claim().ids, is: ["t1", "t3"])
      try await expect("count", story.memory("backup")?.sentCount, is: 2)
    },
    ConformanceCase("of nodes that claim one tick at the same time exactly one sends it") { story in
      try await story.know("backup")
      let second = try await story.fixture.openSecond()
      let start = story.now
      for number in 1...25 {
        let due = start + .seconds(number)
        async let here = story.backend.claim([story.claimOf("backup", due, sends: [TaskID("\(number)")])])
        async let there = second.claim([story.claimOf("backup", due, sends: [TaskID("\(number)")])])
        let outcomes = try await here + there
        try expect("senders", outcomes.count { $0 == .sent }, is: 1)
        try expect("losers", outcomes.count { $0 == .alreadyClaimed(lastDue: due) }, is: 1)
      }
      try await expect("sent", story.claim().ids, is: (1...25).map { TaskID("\($0)") })
    },
    ConformanceCase("a batch of ticks has an outcome each, in order") { story in
      for entry in ["a", "b", "c"] { try await story.know(entry) }
      let due = story.now
      _ = try await story.tick("b", due, sends: ["b1"])
      let outcomes = try await story.backend.claim([
        story.claimOf("a", due, sends: ["a1"]), story.claimOf("b", due, sends: ["b2"]),
        story.claimOf("c", due, sends: ["c1"]), story.claimOf("c", due, sends: ["c2"]),
      ])
      try expect(
        "outcomes", outcomes, is: [.sent, .alreadyClaimed(lastDue: due), .sent, .alreadyClaimed(lastDue: due)])
      try await expect("sent", story.claim().ids, is: ["b1", "a1", "c1"])
    },
    ConformanceCase("missed ticks that are caught up leave together, in order") { story in
      try await story.know("backup")
      let due = story.now
      try await expect("outcome", story.tick("backup", due, sends: ["m1", "m2", "m3"]), is: .sent)
      try await expect("sent", story.claim().ids, is: ["m1", "m2", "m3"])
      try await expect("last", story.memory("backup")?.lastTaskID, is: "m3")
    },
    ConformanceCase("a tick's message goes by its own queue, priority and eta") { story in
      try await story.know("backup")
      let messages = [
        story.message("patient", queue: "slow", priority: 9), story.message("urgent", queue: "slow", priority: 0),
        story.message("later", queue: "slow", dueIn: .seconds(3)),
      ]
      let outcomes = try await story.backend.claim([TickClaim(entry: "backup", due: story.now, messages: messages)])
      try expect("outcomes", outcomes, is: [.sent])
      try await expect("order", story.claim(from: ["slow"]).ids, is: ["urgent", "patient"])
      try await expect("deferred", story.backend.deferredMessages(limit: 3).ids, is: ["later"])
    },
  ]

  static let overlaps = [
    ConformanceCase("a tick is skipped while the task before it waits, runs or is to be retried") { story in
      try await story.know("backup")
      let start = story.now
      func tick(_ number: Int) async throws -> TickOutcome? {
        try await story.tick("backup", start + .seconds(number), sends: [TaskID("t\(number)")], skipsIfUnfinished: true)
      }
      try await expect("the first", tick(1), is: .sent)
      try await expect("while it waits", tick(2), is: .overlapping(previous: "t1"))
      let first = try await story.claimOne()
      try await expect("while it runs", tick(3), is: .overlapping(previous: "t1"))
      try await story.settle(first, publish: [story.message("t1", dueIn: .seconds(60))])
      try await expect("while its retry is deferred", tick(4), is: .overlapping(previous: "t1"))
      story.clock.advance(by: .seconds(60))
      try await story.settle(story.claimOne())
      try await expect("after its end", tick(5), is: .sent)
      try await expect("sent", story.claim().ids, is: ["t5"])
    },
    ConformanceCase("a skipped tick counts as claimed") { story in
      try await story.know("backup")
      let due = story.now
      _ = try await story.tick("backup", due, sends: ["t1"])
      let next = due + .seconds(60)
      try await expect(
        "skipped", story.tick("backup", next, sends: ["t2"], skipsIfUnfinished: true), is: .overlapping(previous: "t1"))
      try await story.settle(story.claimOne())
      try await expect(
        "again", story.tick("backup", next, sends: ["t2"], skipsIfUnfinished: true), is: .alreadyClaimed(lastDue: next))
      let memory = try await story.memory("backup")
      try expect("last due", memory?.lastDue, is: next)
      try expect("last task", memory?.lastTaskID, is: "t1")
      try expect("sent", memory?.sentCount, is: 1)
      try expect("skipped", memory?.skippedCount, is: 1)
    },
    ConformanceCase("a tick that may overlap is sent while the one before runs") { story in
      try await story.know("backup")
      _ = try await story.tick("backup", story.now, sends: ["t1"])
      _ = try await story.claimOne()
      try await expect("outcome", story.tick("backup", story.now + .seconds(1), sends: ["t2"]), is: .sent)
    },
    ConformanceCase("a task set aside does not hold up its schedule") { story in
      try await story.know("backup")
      _ = try await story.tick("backup", story.now, sends: ["t1"], skipsIfUnfinished: true)
      try await story.settle(story.claimOne(), as: .deadLetter(.rejected, detail: ""))
      try await expect(
        "outcome", story.tick("backup", story.now + .seconds(1), sends: ["t2"], skipsIfUnfinished: true), is: .sent)
    },
  ]

  static let entryMemory = [
    ConformanceCase("the first anchor counts") { story in
      let second = try await story.fixture.openSecond()
      let first = EntryMemory(entry: "größe", schedule: "every 60 s", anchor: story.now)
      var later = first
      later.anchor = story.now + .seconds(30)
      try await expect("first", story.backend.remember([first]), is: [first])
      try await expect("second", second.remember([later]), is: [first])
      try await expect("all", second.entryMemories(), is: [first])
    },
    ConformanceCase("remembering again keeps what was claimed") { story in
      try await story.know("backup")
      _ = try await story.tick("backup", story.now, sends: ["t1"])
      let known = try await story.memory("backup")
      try await story.know("backup", anchor: story.now + .seconds(7))
      try await expect("memory", story.memory("backup"), is: known)
    },
    ConformanceCase("a changed schedule starts the entry anew") { story in
      try await story.know("backup")
      let due = story.now
      _ = try await story.tick("backup", due, sends: ["t1"])
      let changed = EntryMemory(entry: "backup", schedule: "every 90 s", anchor: due + .seconds(5))
      try await expect("remembered", story.backend.remember([changed]), is: [changed])
      try await expect("tick", story.tick("backup", due, sends: ["t2"]), is: .sent)
    },
    ConformanceCase("a batch is remembered and returned in its order") { story in
      let entries = ["c", "a", "b"].map { EntryMemory(entry: $0, schedule: "every 1 s", anchor: story.now) }
      try await expect("returned", story.backend.remember(entries), is: entries)
      try await expect("all", Set(story.backend.entryMemories()), is: Set(entries))
    },
    ConformanceCase("forgotten entries are gone, the others stay") { story in
      for entry in ["a", "b", "c"] { try await story.know(entry) }
      _ = try await story.tick("b", story.now, sends: ["t1"])
      try await story.backend.forgetEntries(["b", "unknown"])
      try await expect("left", Set(story.backend.entryMemories().map(\.entry)), is: ["a", "c"])
      try await story.know("b")
      try await expect("as new", story.memory("b")?.lastDue, is: nil)
    },
  ]
}

extension Story {
  fileprivate func know(_ entry: String, anchor: Timestamp? = nil) async throws {
    _ = try await backend.remember([EntryMemory(entry: entry, schedule: "every 60 s", anchor: anchor ?? now)])
  }

  fileprivate func memory(_ entry: String) async throws -> EntryMemory? {
    try await backend.entryMemories().first { $0.entry == entry }
  }

  fileprivate func claimOf(
    _ entry: String, _ due: Timestamp, sends ids: [TaskID], skipsIfUnfinished: Bool = false
  ) -> TickClaim {
    TickClaim(entry: entry, due: due, messages: ids.map { message($0) }, skipsIfUnfinished: skipsIfUnfinished)
  }

  fileprivate func tick(
    _ entry: String, _ due: Timestamp, sends ids: [TaskID], skipsIfUnfinished: Bool = false
  ) async throws -> TickOutcome? {
    try await backend.claim([claimOf(entry, due, sends: ids, skipsIfUnfinished: skipsIfUnfinished)]).first
  }
}
