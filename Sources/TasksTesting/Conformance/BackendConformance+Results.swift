import TaskModel

extension BackendConformance {
  static let results = [
    ConformanceCase("a result is read as it was stored, with every field") { story in
      let stored = TaskResult(
        id: "ä", state: .failure, value: ["größe": [1, 2.5, nil]],
        failure: TaskFailure(type: "Shop.Refused", message: "nicht möglich 🚫", details: "line 1\nline 2"),
        task: "schön",
        queue: "langsam", worker: "celery@zwölf", retries: 2, startedAt: story.now - .milliseconds(3),
        doneAt: story.now,
        expires: story.now + .days(1))
      try await story.backend.store([stored])
      try await expect("result", story.backend.result(of: "ä"), is: stored)
      let second = try await story.fixture.openSecond()
      try await expect("result in another process", second.result(of: "ä"), is: stored)
    },
    ConformanceCase("what a result says of its workflow is read as it was stored") { story in
      let stored = TaskResult(
        id: "a", state: .failure,
        failure: TaskFailure(
          type: "Shop.Refused", message: "('nicht', 3)", details: "line 1", module: "shop.errors",
          arguments: ["nicht", 3, ["k": nil]]),
        task: "t", queue: "q", worker: "celery@eins", doneAt: story.now, groupID: "gruppe", parentID: "eltern",
        children: [[["kind", nil], nil], [["enkelgruppe", ["a", nil]], [[["enkel", nil], nil]]]],
        arguments: TaskArguments([1, "zwei"], keywords: ["größe": [1.5]]))
      try await story.backend.store([stored])
      try await expect("result", story.backend.result(of: "a"), is: stored)
      try await story.send("b")
      var settled = stored
      settled.id = "b"
      try await story.settle(story.claimOne(), result: settled)
      try await expect("result of a settlement", story.backend.result(of: "b"), is: settled)
    },
    ConformanceCase("of an unknown id nothing is known") { story in
      try await expect("result", story.backend.result(of: "unknown"), is: nil)
      try await expect("forgotten", story.backend.forget("unknown"), is: false)
    },
    ConformanceCase("the latest record counts, and an author's own states are kept") { story in
      for state in [.received, .started, "HALFWAY", .retry, .started, .failure, .success] as [TaskState] {
        try await story.backend.store([story.result("a", state)])
        try await expect("state", story.backend.result(of: "a")?.state, is: state)
      }
    },
    ConformanceCase("a final state is never replaced by one that is not") { story in
      for final in [.success, .failure, .revoked] as [TaskState] {
        let id = TaskID(final.rawValue)
        try await story.backend.store([story.result(id, final)])
        try await story.backend.store([
          story.result(id, .started), story.result(id, "HALFWAY"), story.result(id, .retry),
        ])
        try await expect("state", story.backend.result(of: id)?.state, is: final)
        try await story.send(id)
        try await story.settle(story.claimOne(), result: story.result(id, .retry))
        try await expect("state after a settlement", story.backend.result(of: id)?.state, is: final)
      }
    },
    ConformanceCase("within one batch, too, the final state stays") { story in
      try await story.backend.store([story.result("a", .success), story.result("a", .started)])
      try await expect("state", story.backend.result(of: "a")?.state, is: .success)
    },
    ConformanceCase("an expired result is not known any more") { story in
      try await story.backend.store([story.result("a", .success, keptFor: .seconds(10))])
      story.clock.advance(by: .seconds(9))
      try await expect("before", story.backend.result(of: "a")?.state, is: .success)
      story.clock.advance(by: .seconds(2))
      try await expect("after", story.backend.result(of: "a"), is: nil)
    },
    ConformanceCase("removing expired results deletes those and no others") { story in
      try await story.backend.store([
        story.result("a", .success, keptFor: .seconds(1)), story.result("b", .failure, keptFor: .seconds(1)),
        story.result("c", .success, keptFor: .seconds(100)), story.result("forever", .success),
      ])
      try await expect("too early", story.backend.removeExpiredResults(), is: 0)
      story.clock.advance(by: .seconds(2))
      try await expect("removed", story.backend.removeExpiredResults(), is: 2)
      try await expect("removed again", story.backend.removeExpiredResults(), is: 0)
      try await expect("kept", story.backend.result(of: "c")?.state, is: .success)
      story.clock.advance(by: .days(10_000))
      try await expect("kept for ever", story.backend.result(of: "forever")?.state, is: .success)
    },
    ConformanceCase("a forgotten result is gone") { story in
      try await story.backend.store([story.result("a", .success), story.result("b", .success)])
      try await expect("forgotten", story.backend.forget("a"), is: true)
      try await expect("forgotten again", story.backend.forget("a"), is: false)
      try await expect("result", story.backend.result(of: "a"), is: nil)
      try await expect("the other", story.backend.result(of: "b")?.state, is: .success)
      try await story.backend.store([story.result("a", .started)])
      try await expect("a new one", story.backend.result(of: "a")?.state, is: .started)
    },
    ConformanceCase("a result of a megabyte comes back whole") { story in
      var stored = story.result("big", .success)
      stored.value = .string(String(repeating: "Grüße, 東京! ", count: 70_000))
      try await story.backend.store([stored])
      let read = try await story.backend.result(of: "big")
      try expect(read == stored, "the big result was changed on its way")
    },
    ConformanceCase("who waits for a result is rung when it is stored") { story in
      try await story.expectRing(story.backend.changes(of: "a")) {
        try await story.backend.store([story.result("a", .started)])
      }
    },
    ConformanceCase("who waits for a result is rung when a settlement brings it") { story in
      try await story.send("a")
      let claimed = try await story.claimOne()
      try await story.expectRing(story.backend.changes(of: "a")) {
        try await story.settle(claimed, result: story.result("a", .success))
      }
      try await expect("state", story.backend.result(of: "a")?.state, is: .success)
    },
    ConformanceCase("who waits for a result is rung from another process") { story in
      let second = try await story.fixture.openSecond()
      let (here, there) = (story.backend.changes(of: "a"), second.changes(of: "a"))
      try await second.store([story.result("a", .success)])
      try await story.expectRung(here)
      try await story.expectRung(there)
    },
  ]
}

extension Story {
  fileprivate func result(_ id: TaskID, _ state: TaskState, keptFor: Duration? = nil) -> TaskResult {
    TaskResult(
      id: id, state: state, value: ["state": .string(state.rawValue)], doneAt: now, expires: keptFor.map { now + $0 })
  }
}
