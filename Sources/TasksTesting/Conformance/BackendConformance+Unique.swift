import TaskModel

/// Messages that claim to be the only one of a key.
extension BackendConformance {
  static let unique = [
    ConformanceCase("a second message of a claimed key is left out, and its holder is named") { story in
      try await expect("first", story.sendUnique("a"), is: [])
      try await expect("second", story.sendUnique("b"), is: [RefusedDuplicate(id: "b", holder: "a")])
      try await expect("another key", story.sendUnique("c", key: "other"), is: [])
      try await story.send("plain")
      try await expect("accepted", story.claim().ids, is: ["a", "c", "plain"])
    },
    ConformanceCase("of two in one batch the first is accepted") { story in
      let batch = [
        story.uniqueMessage("a"), story.message("plain"), story.uniqueMessage("b"), story.uniqueMessage("c"),
      ]
      let refused = try await story.backend.enqueue(batch)
      try expect("refused", refused, is: ["b", "c"].map { RefusedDuplicate(id: $0, holder: "a") })
      try await expect("accepted", story.claim().ids, is: ["a", "plain"])
    },
    ConformanceCase("a message whose own id holds the key is accepted") { story in
      try await story.sendUnique("a")
      try await expect("again", story.sendUnique("a"), is: [])
      try await expect("accepted", story.claim().ids, is: ["a", "a"])
    },
    ConformanceCase("two processes that send at the same time: one is accepted") { story in
      let second = try await story.fixture.openSecond()
      for round in 1...20 {
        let key = "key-\(round)"
        async let here = story.sendUnique(TaskID("a\(round)"), key: key)
        async let there = second.enqueue([story.uniqueMessage(TaskID("b\(round)"), key: key)])
        try await expect("refused", (here + there).count, is: 1)
      }
      try await expect("accepted", story.statistics()?.waiting, is: 20)
    },
    ConformanceCase("a settlement that names it gives the key back") { story in
      try await story.sendUnique("a")
      try await story.settle(story.claimOne(), releases: [.unique(key: "k", holder: "a")])
      try await expect("next", story.sendUnique("b"), is: [])
    },
    ConformanceCase("without a word of it the key stays claimed") { story in
      try await story.sendUnique("a")
      try await story.settle(story.claimOne())
      try await expect("next", story.sendUnique("b"), is: [RefusedDuplicate(id: "b", holder: "a")])
    },
    ConformanceCase("the key is given back by its holder only") { story in
      try await story.sendUnique("a")
      try await story.send("other")
      let claimed = try await story.claim()
      try await story.settle(claimed[1], releases: [.unique(key: "k", holder: "other")])
      try await expect("next", story.sendUnique("b").map(\.holder), is: ["a"])
    },
    ConformanceCase("a run that begins gives the key back while its message is in flight") { story in
      try await story.sendUnique("a", end: .start)
      let claimed = try await story.claimOne()
      try await expect("before", story.sendUnique("b", end: .start).map(\.holder), is: ["a"])
      try await story.settle(claimed, as: .recordOnly, releases: [.unique(key: "k", holder: "a")])
      try await expect("afterwards", story.sendUnique("b", end: .start), is: [])
      try await story.settle(claimed, releases: [.unique(key: "k", holder: "a")])
      try await expect("the second holds it now", story.sendUnique("c", end: .start).map(\.holder), is: ["b"])
    },
    ConformanceCase("a retry keeps the key and is accepted") { story in
      try await story.sendUnique("a")
      var retry = story.uniqueMessage("a")
      retry.retries = 1
      retry.eta = story.now + .seconds(10)
      try await story.settle(story.claimOne(), publish: [retry])
      try await expect("meanwhile", story.sendUnique("b").map(\.holder), is: ["a"])
      story.clock.advance(by: .seconds(10))
      let again = try await story.claimOne()
      try expect("again", again.message.retries, is: 1)
      try await story.settle(again, releases: [.unique(key: "k", holder: "a")])
      try await expect("in the end", story.sendUnique("b"), is: [])
    },
    ConformanceCase("what a settlement sends is never left out") { story in
      try await story.sendUnique("a")
      try await story.send("other")
      let claimed = try await story.claim()
      try await story.settle(
        claimed[1], publish: [story.uniqueMessage("follow-up"), story.uniqueMessage("free", key: "f")])
      try await expect("accepted", story.claim().ids, is: ["follow-up", "free"])
      try await expect("the holder stays", story.sendUnique("b").map(\.holder), is: ["a"])
      try await expect("a free key is taken", story.sendUnique("c", key: "f").map(\.holder), is: ["free"])
    },
    ConformanceCase("a claim ends with its lifetime") { story in
      try await story.sendUnique("a", lifetime: .seconds(60))
      story.clock.advance(by: .seconds(60) - .milliseconds(1))
      try await expect("before", story.sendUnique("b").map(\.holder), is: ["a"])
      story.clock.advance(by: .milliseconds(1))
      try await expect("afterwards", story.sendUnique("b", lifetime: .seconds(60)), is: [])
      try await expect("the new holder", story.sendUnique("c").map(\.holder), is: ["b"])
    },
    ConformanceCase("the lifetime of a deferred message counts from when it is due") { story in
      try await story.sendUnique("a", lifetime: .seconds(60), dueIn: .seconds(100))
      story.clock.advance(by: .seconds(159))
      try await expect("before", story.sendUnique("b").map(\.holder), is: ["a"])
      story.clock.advance(by: .seconds(1))
      try await expect("afterwards", story.sendUnique("b"), is: [])
    },
    ConformanceCase("a period counts from the sending, whatever becomes of the task") { story in
      try await story.sendUnique("a", end: .period, lifetime: .seconds(60), dueIn: .seconds(1))
      story.clock.advance(by: .seconds(1))
      try await story.settle(story.claimOne(), releases: [.unique(key: "k", holder: "a")])
      try await expect("done", story.sendUnique("b", end: .period).map(\.holder), is: ["a"])
      _ = try await story.backend.purge(nil)
      story.clock.advance(by: .seconds(58))
      try await expect("before", story.sendUnique("b", end: .period).map(\.holder), is: ["a"])
      story.clock.advance(by: .seconds(1))
      try await expect("afterwards", story.sendUnique("b", end: .period), is: [])
    },
    ConformanceCase("purging gives back the keys of what it drops") { story in
      try await story.sendUnique("waiting", key: "1")
      try await story.sendUnique("deferred", key: "2", dueIn: .seconds(9))
      try await story.sendUnique("elsewhere", key: "3", queue: "other")
      _ = try await story.backend.purge([.standard])
      try await expect("waiting", story.sendUnique("a", key: "1"), is: [])
      try await expect("deferred", story.sendUnique("b", key: "2"), is: [])
      try await expect("elsewhere", story.sendUnique("c", key: "3").map(\.holder), is: ["elsewhere"])
    },
    ConformanceCase("purging leaves the keys of what runs") { story in
      try await story.sendUnique("a")
      _ = try await story.claimOne()
      _ = try await story.backend.purge(nil)
      try await expect("claimed", story.sendUnique("b").map(\.holder), is: ["a"])
    },
    ConformanceCase("a dead letter that is replayed takes its key if that is free, and goes in anyway") { story in
      try await story.sendUnique("a")
      try await story.settle(
        story.claimOne(), as: .deadLetter(.rejected, detail: "bad"), releases: [.unique(key: "k", holder: "a")])
      let first = try await story.backend.deadLetters(after: 0, limit: 1).map(\.number)
      _ = try await story.backend.replayDeadLetters(first)
      try await expect("taken", story.sendUnique("b").map(\.holder), is: ["a"])
      try await story.settle(
        story.claimOne(), as: .deadLetter(.rejected, detail: "bad"), releases: [.unique(key: "k", holder: "a")])
      try await story.sendUnique("c")
      let second = try await story.backend.deadLetters(after: 0, limit: 1).map(\.number)
      try await expect("replayed", story.backend.replayDeadLetters(second), is: second)
      try await expect("both", story.claim().ids, is: ["c", "a"])
      try await expect("the holder stays", story.sendUnique("d").map(\.holder), is: ["c"])
    },
    ConformanceCase("a redelivery holds its key as before") { story in
      try await story.sendUnique("a")
      _ = try await story.claimOne()
      try await story.outlive()
      try await expect("restored", story.backend.restoreAbandoned(by: .two), is: 1)
      try await expect("claimed", story.claim(by: .two).ids, is: ["a"])
      try await expect("still", story.sendUnique("b").map(\.holder), is: ["a"])
    },
  ]

  static let uniqueAtTheGate = [
    ConformanceCase("a task without a claim takes its key when it begins") { story in
      let claim = UniqueClaim(key: "k", end: .done, lifetime: .hours(1))
      try await expect("first", story.admit("a", unique: claim), is: .granted)
      try await expect("again", story.admit("a", by: .two, unique: claim), is: .granted)
      try await expect("second", story.admit("b", unique: claim), is: .duplicate(of: "a"))
      try await expect("sent", story.sendUnique("c").map(\.holder), is: ["a"])
    },
    ConformanceCase("a key that was claimed when it was sent keeps others from beginning") { story in
      let claim = UniqueClaim(key: "k", end: .done, lifetime: .hours(1))
      try await story.sendUnique("a")
      try await expect("another", story.admit("b", unique: claim), is: .duplicate(of: "a"))
      try await expect("itself", story.admit("a", unique: claim), is: .granted)
    },
    ConformanceCase("a claim that ends with the start is not taken when it begins") { story in
      let claim = UniqueClaim(key: "k", end: .start, lifetime: .hours(1))
      try await expect("first", story.admit("a", unique: claim), is: .granted)
      try await expect("second", story.admit("b", unique: claim), is: .granted)
      try await story.sendUnique("c", end: .start)
      try await expect("third", story.admit("d", unique: claim), is: .duplicate(of: "c"))
    },
    ConformanceCase("what was claimed at the beginning ends with its lifetime, too") { story in
      let claim = UniqueClaim(key: "k", end: .period, lifetime: .seconds(10))
      _ = try await story.admit("a", unique: claim)
      story.clock.advance(by: .seconds(10) - .milliseconds(1))
      try await expect("before", story.admit("b", unique: claim), is: .duplicate(of: "a"))
      story.clock.advance(by: .milliseconds(1))
      try await expect("afterwards", story.admit("b", unique: claim), is: .granted)
    },
    ConformanceCase("a tick whose task is a duplicate is skipped") { story in
      _ = try await story.backend.remember([EntryMemory(entry: "e", schedule: "s", anchor: story.now)])
      func tick(_ due: Duration, _ ids: TaskID...) -> TickClaim {
        TickClaim(entry: "e", due: story.now + due, messages: ids.map { story.uniqueMessage($0) })
      }
      try await expect("first", story.backend.claim([tick(.seconds(1), "a")]), is: [.sent])
      try await expect("second", story.backend.claim([tick(.seconds(2), "b")]), is: [.overlapping(previous: "a")])
      try await expect(
        "claimed all the same", story.backend.claim([tick(.seconds(2), "b")]),
        is: [.alreadyClaimed(lastDue: story.now + .seconds(2))])
      try await story.settle(story.claimOne(), releases: [.unique(key: "k", holder: "a")])
      try await expect("of several", story.backend.claim([tick(.seconds(3), "c", "d")]), is: [.sent])
      try await expect("accepted", story.claim().ids, is: ["c"])
      let memory = try await story.backend.entryMemories().first
      try expect("last task", memory?.lastTaskID, is: "c")
      try expect("sent", memory?.sentCount, is: 2)
      try expect("skipped", memory?.skippedCount, is: 1)
    },
    ConformanceCase("what is relayed is left out as a duplicate, too") { story in
      try await story.sendUnique("a")
      let refused = try await story.backend.relay([story.uniqueMessage("b"), story.message("plain")], chords: [])
      try expect("refused", refused, is: [RefusedDuplicate(id: "b", holder: "a")])
      try await expect("accepted", story.claim().ids, is: ["a", "plain"])
    },
  ]
}

extension Story {
  fileprivate func uniqueMessage(
    _ id: TaskID, key: String = "k", end: UniqueClaim.End = .done, lifetime: Duration = .hours(1),
    queue: QueueName = .standard, dueIn: Duration? = nil
  ) -> TaskMessage {
    var message = message(id, queue: queue, dueIn: dueIn)
    message.unique = UniqueClaim(key: key, end: end, lifetime: lifetime)
    return message
  }

  @discardableResult
  fileprivate func sendUnique(
    _ id: TaskID, key: String = "k", end: UniqueClaim.End = .done, lifetime: Duration = .hours(1),
    queue: QueueName = .standard, dueIn: Duration? = nil
  ) async throws -> [RefusedDuplicate] {
    try await backend.enqueue([
      uniqueMessage(id, key: key, end: end, lifetime: lifetime, queue: queue, dueIn: dueIn)
    ])
  }
}
