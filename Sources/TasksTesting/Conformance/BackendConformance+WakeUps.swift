import TaskModel

extension BackendConformance {
  static let wakeUps = [
    ConformanceCase("an enqueue rings") { story in
      try await story.expectRing(story.backend.wakeUps()) { try await story.send("a") }
      try await expect("claimed", story.claim().ids, is: ["a"])
    },
    ConformanceCase("an enqueue for later rings, so that a sleeper learns of its moment") { story in
      try await story.expectRing(story.backend.wakeUps()) { try await story.send("a", dueIn: .seconds(5)) }
    },
    ConformanceCase("a ring that came before anyone looked is not lost") { story in
      let rings = story.backend.wakeUps()
      for number in 1...100 { try await story.send(TaskID("\(number)")) }
      try await story.expectRung(rings)
    },
    ConformanceCase("each listener is rung") { story in
      let listeners = (1...5).map { _ in story.backend.wakeUps() }
      try await story.send("a")
      for listener in listeners { try await story.expectRung(listener) }
    },
    ConformanceCase("a settlement that publishes rings") { story in
      try await story.send("a")
      let claimed = try await story.claimOne()
      try await story.expectRing(story.backend.wakeUps()) {
        try await story.settle(claimed, publish: [story.message("next")])
      }
    },
    ConformanceCase("a requeue rings") { story in
      try await story.send("a")
      let claimed = try await story.claimOne()
      try await story.expectRing(story.backend.wakeUps()) {
        try await story.settle(claimed, as: .requeue(countsDelivery: false))
      }
    },
    ConformanceCase("a replay rings") { story in
      try await story.send("a")
      try await story.settle(story.claimOne(), as: .deadLetter(.rejected, detail: ""))
      let numbers = try await story.backend.deadLetters(after: 0, limit: 1).map(\.number)
      try await story.expectRing(story.backend.wakeUps()) { _ = try await story.backend.replayDeadLetters(numbers) }
    },
    ConformanceCase("a tick that is sent rings") { story in
      let memory = EntryMemory(entry: "backup", schedule: "every 60 s", anchor: story.now)
      _ = try await story.backend.remember([memory])
      try await story.expectRing(story.backend.wakeUps()) {
        _ = try await story.backend.claim([TickClaim(entry: "backup", due: story.now, messages: [story.message("t")])])
      }
    },
    ConformanceCase("what is restored and what a leaving node puts back rings") { story in
      try await story.send("a")
      _ = try await story.claimOne(by: .one)
      try await story.expectRing(story.backend.wakeUps()) { try await story.backend.leave(.one) }
      _ = try await story.claimOne(by: .one)
      story.clock.advance(by: Story.lease + .seconds(1))
      try await story.expectRing(story.backend.wakeUps()) { _ = try await story.backend.restoreAbandoned(by: .two) }
    },
    ConformanceCase("an enqueue by another process rings") { story in
      let second = try await story.fixture.openSecond()
      try await story.expectRing(story.backend.wakeUps()) { try await second.enqueue([story.message("a")]) }
      try await story.expectRing(second.wakeUps()) { try await story.send("b") }
      try await expect("claimed", story.claim().ids, is: ["a", "b"])
    },
    ConformanceCase("a settlement by another process rings") { story in
      let second = try await story.fixture.openSecond()
      try await story.send("a")
      let claimed = try await story.claimOne()
      try await story.expectRing(second.wakeUps()) { try await story.settle(claimed, publish: [story.message("next")]) }
    },
  ]
}
