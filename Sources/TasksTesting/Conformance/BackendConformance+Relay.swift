import TaskModel

/// What comes from an outbox: accepted once, however often it is brought.
extension BackendConformance {
  static let relaying = [
    ConformanceCase("what is relayed is accepted like what is sent") { story in
      let messages = [
        story.message("a"), story.message("b", queue: "other"), story.message("c", priority: 9),
        story.message("d", priority: 0), story.message("e", dueIn: .seconds(60)),
      ]
      try await story.expectRing(story.backend.wakeUps()) {
        try await expect("refused", story.backend.relay(messages, chords: []), is: [])
      }
      try await expect("ready", story.claim().ids, is: ["a", "d", "c"])
      try await expect("other queue", story.claim(from: ["other"]).ids, is: ["b"])
      story.clock.advance(by: .seconds(60))
      try await story.live(.one)
      let due = try await story.claimOne()
      try expect("due", due.message, is: messages[4])
    },
    ConformanceCase("nothing relayed is nothing done") { story in
      try await expect("refused", story.backend.relay([], chords: []), is: [])
      try await story.backend.confirmRelayed([])
      try await story.backend.confirmRelayed(["unknown"])
      try await expect("ready", story.claim().ids, is: [])
    },
    ConformanceCase("what is brought twice is accepted once, also by another process") { story in
      let messages = [story.message("a"), story.message("b", dueIn: .seconds(60))]
      try await story.backend.relay(messages, chords: [])
      try await story.backend.relay(messages, chords: [])
      try await story.fixture.openSecond().relay(messages, chords: [])
      try await expect("ready", story.claim().ids, is: ["a"])
      try await expect("deferred", story.backend.deferredMessages(limit: 9).ids, is: ["b"])
    },
    ConformanceCase("what is brought again after it was done is not done again") { story in
      try await story.backend.relay([story.message("a")], chords: [])
      try await story.settle(story.claimOne())
      try await story.backend.relay([story.message("a")], chords: [])
      try await expect("ready", story.claim().ids, is: [])
    },
    ConformanceCase("of what was half brought the rest is accepted, in order") { story in
      let messages = ["a", "b", "c", "d"].map { story.message(TaskID($0)) }
      try await story.backend.relay(Array(messages[..<2]), chords: [])
      try await story.backend.relay(messages, chords: [])
      try await expect("ready", story.claim().ids, is: ["a", "b", "c", "d"])
    },
    ConformanceCase("many are relayed in their order") { story in
      let ids = (0..<1000).map { TaskID("task-\($0)") }
      let messages = ids.map { story.message($0) }
      try await story.backend.relay(Array(messages[..<700]), chords: [])
      try await story.backend.relay(messages, chords: [])
      try await expect("ready", story.claim(2000).ids, is: ids)
    },
    ConformanceCase("a message brought twice in one step is accepted once") { story in
      try await story.backend.relay([story.message("a"), story.message("a")], chords: [])
      try await expect("ready", story.claim().ids, is: ["a"])
    },
    ConformanceCase("an id that was sent is not one that was relayed") { story in
      try await story.send("a")
      try await story.backend.relay([story.message("a")], chords: [])
      try await story.send("a")
      try await expect("ready", story.claim().ids, is: ["a", "a", "a"])
    },
    ConformanceCase("what was refused as a duplicate stays refused") { story in
      var message = story.message("b")
      message.unique = UniqueClaim(key: "k", end: .done, lifetime: .hours(1))
      var holder = story.message("a")
      holder.unique = message.unique
      try await story.backend.enqueue([holder])
      try await expect("refused", story.backend.relay([message], chords: []).map(\.holder), is: ["a"])
      try await story.settle(story.claimOne(), releases: [.unique(key: "k", holder: "a")])
      try await story.backend.relay([message], chords: [])
      try await expect("ready", story.claim().ids, is: [])
    },
    ConformanceCase("what is confirmed is known for another hour") { story in
      try await story.backend.relay([story.message("a")], chords: [])
      try await story.backend.confirmRelayed(["a"])
      try await story.backend.relay([story.message("a")], chords: [])
      try await expect("ready", story.claim().ids, is: ["a"])
      story.clock.advance(by: .minutes(59))
      _ = try await story.backend.removeExpiredResults()
      try await story.backend.relay([story.message("a")], chords: [])
      try await expect("still known", story.claim().ids, is: [])
      story.clock.advance(by: .minutes(2))
      _ = try await story.backend.removeExpiredResults()
      try await story.backend.relay([story.message("a")], chords: [])
      try await expect("forgotten", story.claim().ids, is: ["a"])
    },
    ConformanceCase("what is not confirmed is known for thirty days") { story in
      try await story.backend.relay([story.message("a")], chords: [])
      try await story.settle(story.claimOne())
      story.clock.advance(by: .days(29))
      _ = try await story.backend.removeExpiredResults()
      try await story.backend.relay([story.message("a")], chords: [])
      try await expect("still known", story.claim().ids, is: [])
      story.clock.advance(by: .days(2))
      try await story.backend.relay([story.message("a")], chords: [])
      try await expect("forgotten", story.claim().ids, is: ["a"])
    },
  ]

  static let relayedChords = [
    ConformanceCase("the size of a relayed chord stands before its members end") { story in
      let members = [story.member("a", index: 0), story.member("b", index: 1)]
      try await story.backend.relay([members[0]], chords: [ChordSize(groupID: "g", count: 2)])
      try await story.backend.relay([members[1]], chords: [])
      try await story.end(story.claim(), [1, 2])
      try await story.expectBody([1, 2])
    },
    ConformanceCase("a chord that is brought again while it runs, or when it is over, is the same") { story in
      let members = [story.member("a", index: 0), story.member("b", index: 1)]
      let sizes = [ChordSize(groupID: "g", count: 2)]
      try await story.backend.relay(members, chords: sizes)
      let claimed = try await story.claim()
      try await story.end([claimed[0]], [1])
      try await story.backend.relay(members, chords: sizes)
      try await story.end([claimed[1]], [2])
      try await story.expectBody([1, 2])
      try await story.backend.relay(members, chords: sizes)
      try await story.expectNothingSent()
    },
  ]
}
