import TaskModel

extension BackendConformance {
  static let pauses = [
    ConformanceCase("a paused queue is left out of claims, and goes on where it was") { story in
      try await story.send("a", "b", queue: "slow")
      try await story.send("c")
      try await story.backend.pause([.queue("slow")])
      let batch = try await story.batch(from: ["slow", .standard])
      try expect("claimed", batch.messages.ids, is: ["c"])
      try expect("told to be paused", batch.paused, is: ["slow"])
      try await story.send("d", queue: "slow")
      try await expect("waiting", story.statistics(of: "slow")?.waiting, is: 3)
      try await expect("resumed", story.backend.resume([.queue("slow"), .queue("other")]), is: [.queue("slow")])
      let next = try await story.batch(from: ["slow", .standard])
      try expect("claimed afterwards", next.messages.ids, is: ["a", "b", "d"])
      try expect("told to be paused afterwards", next.paused, is: [])
    },
    ConformanceCase("what comes due in a paused queue wakes nobody and waits") { story in
      try await story.send("a", queue: "slow", dueIn: .seconds(5))
      try await story.backend.pause([.queue("slow")])
      story.clock.advance(by: .seconds(6))
      let batch = try await story.batch(from: ["slow"])
      try expect("claimed", batch.messages.ids, is: [])
      try expect("next due", batch.nextDue, is: nil)
      try await story.backend.resume([.queue("slow")])
      try await expect("claimed afterwards", story.claim(from: ["slow"]).ids, is: ["a"])
    },
    ConformanceCase("a claim of nothing tells which queues are paused") { story in
      try await story.backend.pause([.queue("b"), .queue("ä")])
      try await expect("paused", Set(story.batch(0, from: ["a", "b", "ä"]).paused), is: ["b", "ä"])
    },
    ConformanceCase("what was handed out before its queue was paused is settled as ever") { story in
      try await story.send("a", "b")
      let claimed = try await story.claim()
      try await story.backend.pause([.queue(.standard)])
      try await story.settle(claimed[0], publish: [story.message("next")])
      try await story.settle(claimed[1], as: .requeue(countsDelivery: false))
      try await expect("claimed", story.claim().ids, is: [])
      try await story.backend.resume([.queue(.standard)])
      try await expect("claimed afterwards", story.claim().map(\.deliveryCount), is: [1, 1])
    },
    ConformanceCase("a tick of a paused entry is neither sent nor claimed") { story in
      let memory = EntryMemory(entry: "backup", schedule: "every 60 s", anchor: story.now)
      _ = try await story.backend.remember([memory])
      try await story.backend.pause([.entry("backup"), .queue("backup")])
      let tick = TickClaim(entry: "backup", due: story.now, messages: [story.message("t")])
      let other = TickClaim(entry: "other", due: story.now, messages: [story.message("o")])
      try await expect("outcomes", story.backend.claim([tick, other]), is: [.paused, .sent])
      try await expect("waiting", story.claim().ids, is: ["o"])
      let kept = try await story.backend.entryMemories().first { $0.entry == "backup" }
      try expect("memory", kept, is: memory)
      try await story.backend.resume([.entry("backup")])
      try await expect("outcomes afterwards", story.backend.claim([tick]), is: [.sent])
      try await story.backend.pause([.entry("backup")])
      try await expect(
        "outcomes of one that was sent", story.backend.claim([tick]), is: [.alreadyClaimed(lastDue: tick.due)])
    },
    ConformanceCase("another process knows what is paused, and since when") { story in
      let start = story.now
      try await story.backend.pause([.queue("ä b"), .entry("b:c")])
      story.clock.advance(by: .seconds(5))
      let second = try await story.fixture.openSecond()
      try await second.pause([.queue("ä b")])
      let pauses = [Pause(.entry("b:c"), since: start), Pause(.queue("ä b"), since: start)]
      try await expect("pauses", second.pauses(), is: pauses)
      try await second.resume([.entry("b:c")])
      try await expect("pauses afterwards", story.backend.pauses().map(\.subject), is: [.queue("ä b")])
    },
    ConformanceCase("a pause and its end ring, and its end wakes who waits for work") { story in
      let second = try await story.fixture.openSecond()
      try await story.send("a")
      try await story.expectRing(second.pauseChanges()) { try await story.backend.pause([.queue(.standard)]) }
      try await expect("claimed", second.claim(story.request).messages.ids, is: [])
      let changes = second.pauseChanges()
      try await story.expectRing(second.wakeUps()) { _ = try await story.backend.resume([.queue(.standard)]) }
      try await story.expectRung(changes)
      try await expect("claimed afterwards", second.claim(story.request).messages.ids, is: ["a"])
    },
  ]
}

extension Story {
  fileprivate var request: ClaimRequest { ClaimRequest(node: .two, queues: [.standard], limit: 10) }
}
