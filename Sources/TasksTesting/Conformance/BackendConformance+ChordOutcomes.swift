import TaskModel

extension BackendConformance {
  static let chordFailures = [
    ConformanceCase("a chord of which a member failed sends no body: the body fails and says why") { story in
      let body = Story.signature(
        "body", options: ["link_error": [.object(Story.signature("errback", task: "complain"))]])
      let members = try await story.sendChord(["a", "b"], body: body)
      let failure = TaskFailure(type: "Refused", message: "no credit")
      try await story.settle(
        members[0], followUps: FollowUps(chordParts: [story.part(members[0], failure: failure)]))
      try await story.expectNothingSent()
      try await story.expectRing(story.backend.changes(of: "body")) { try await story.end([members[1]], [2]) }
      let result = try await story.backend.result(of: "body")
      try expect("state", result?.state, is: .failure)
      try expect("failure", result?.failure?.type, is: "ChordError")
      try expect(result?.failure?.message.contains("a raised Refused") == true, "found \(String(describing: result))")
      let errbacks = try await story.claim()
      try expect("errbacks", errbacks.map(\.message.task), is: ["complain"])
      try expect("arguments", errbacks.first?.message.arguments.positional, is: ["body"])
    },
    ConformanceCase("a chord whose failed body is a member of another chord fails that, too") { story in
      let inner = Story.signature(
        "inner", options: ["group_id": "outer", "group_index": 0, "chord": .object(Story.signature("body"))])
      let member = story.member("a", index: 0, of: "g", body: inner)
      try await story.backend.enqueue(
        [member], chords: [ChordSize(groupID: "g", count: 1), ChordSize(groupID: "outer", count: 1)])
      let claimed = try await story.claimOne()
      let part = try story.part(claimed, failure: TaskFailure(type: "Refused", message: ""))
      try await story.settle(claimed, followUps: FollowUps(chordParts: [part]))
      for id in ["inner", "body"] as [TaskID] {
        try await expect("failure of \(id)", story.backend.result(of: id)?.failure?.type, is: "ChordError")
      }
      try await story.expectNothingSent()
    },
    ConformanceCase("outcomes of other tasks are stored with a settlement, but replace no final one") { story in
      func failed(_ id: TaskID, _ type: String) -> TaskResult {
        TaskResult(
          id: id, state: .failure, failure: TaskFailure(type: type, message: ""), doneAt: story.now,
          expires: story.now + .seconds(10))
      }
      try await story.send("a")
      try await story.backend.store([
        TaskResult(id: "done", state: .success, value: 1, doneAt: story.now),
        TaskResult(id: "started", state: .started, doneAt: story.now), failed("expired", "Old"),
      ])
      story.clock.advance(by: .seconds(11))
      let claimed = try await story.claimOne()
      let results = ["done", "started", "expired", "new"].map { failed($0, "Followed") }
      try await story.expectRing(story.backend.changes(of: "new")) {
        try await story.settle(claimed, result: failed("a", "First"), followUps: FollowUps(results: results))
      }
      for id in ["started", "expired", "new"] as [TaskID] {
        try await expect("failure of \(id)", story.backend.result(of: id)?.failure?.type, is: "Followed")
      }
      try await expect("what was final", story.backend.result(of: "done")?.value, is: 1)
      try await expect("its own", story.backend.result(of: "a")?.failure?.type, is: "First")
    },
  ]

  static let chordBodies = [
    ConformanceCase("a body that is a group sends its members, each with the results") { story in
      let body = Story.composite(
        "group", "gg",
        ["tasks": [.object(Story.signature("x")), .object(Story.signature("y", immutable: true))]])
      try await story.end(story.sendChord(["a", "b"], body: body), [1, 2])
      let sent = try await story.claim()
      try expect("sent", Set(sent.ids), is: ["x", "y"])
      for message in sent.map(\.message) {
        let wanted: [JSONValue] = message.id == "x" ? [[1, 2]] : []
        try expect("arguments of \(message.id)", message.arguments.positional, is: wanted)
      }
    },
    ConformanceCase("a body that is a chord counts its members, then sends its own body") { story in
      let header: JSONValue = [.object(Story.signature("x")), .object(Story.signature("y"))]
      let body = Story.composite(
        "chord", "body", ["kwargs": [:], "header": header, "body": .object(Story.signature("body"))])
      try await story.end(story.sendChord(["a"], body: body), [1])
      let inner = try await story.claim()
      try expect("sent", Set(inner.ids), is: ["x", "y"])
      try expect("arguments", Set(inner.map(\.message.arguments.positional)), is: [[[1]]])
      let ordered = inner.sorted { $0.message.id.rawValue < $1.message.id.rawValue }
      try await story.end([ordered[1]], [20])
      try await story.expectNothingSent()
      try await story.end([ordered[0]], [10])
      try await story.expectBody([10, 20])
    },
  ]
}
