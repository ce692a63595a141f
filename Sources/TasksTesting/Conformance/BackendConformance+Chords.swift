import TaskModel

extension BackendConformance {
  static let chords = [
    ConformanceCase("with the last part of a chord its body is sent, with the results in the order of their places") {
      story in
      let members = try await story.sendChord(["c", "a", "b"])
      try await story.end([members[2], members[0]], [30, 10])
      try await story.expectNothingSent()
      try await story.end([members[1]], [["k": 20]])
      let body = try await story.expectBody([10, ["k": 20], 30])
      try expect("parent", body.message.parentID, is: "a")
    },
    ConformanceCase("the body goes to the members' queue unless its signature names another") { story in
      try await story.end(story.sendChord(["a"], queue: "slow"), [1])
      try await story.expectBody([1], from: "slow")
      let elsewhere = Story.signature("body", options: ["queue": "bodies"])
      let member = story.member("b", index: 0, of: "h", body: elsewhere, queue: "slow")
      try await story.backend.enqueue([member], chords: [ChordSize(groupID: "h", count: 1)])
      try await story.end(story.claim(from: ["slow"]), [2])
      try await story.expectBody([2], from: "bodies")
    },
    ConformanceCase("a part counts once for each task, however often it is reported") { story in
      let members = try await story.sendChord(["a", "b"])
      let part = try story.part(members[0], value: 1)
      for value in [1, 1, 7] as [JSONValue] {
        var again = part
        again.value = value
        try await story.settle(members[0], as: .recordOnly, followUps: FollowUps(chordParts: [again, again]))
      }
      try await story.expectNothingSent()
      try await story.end([members[1]], [2])
      try await story.expectBody([1, 2])
      try await story.settle(members[0], as: .recordOnly, followUps: FollowUps(chordParts: [part]))
      try await story.expectNothingSent()
    },
    ConformanceCase("members without a place come last, those of one place by their ids") { story in
      let members = [
        story.member("z"), story.member("y", index: 1), story.member("b"), story.member("x", index: 1),
        story.member("w", index: -1), story.member("ä"), story.member("v", index: 0),
      ]
      try await story.backend.enqueue(members, chords: [ChordSize(groupID: "g", count: members.count)])
      let claimed = try await story.claim()
      try await story.end(claimed, claimed.map { .string($0.message.id.rawValue) })
      try await story.expectBody(["w", "v", "x", "y", "b", "z", "ä"])
    },
    ConformanceCase("parts that come before the size are counted when it comes") { story in
      try await story.backend.enqueue([story.member("a", index: 0), story.member("b", index: 1)])
      try await story.end(story.claim(), [1, 2])
      try await story.expectNothingSent()
      try await story.expectRing(story.backend.wakeUps()) {
        try await story.backend.enqueue([], chords: [ChordSize(groupID: "g", count: 2)])
      }
      try await story.expectBody([1, 2])
    },
    ConformanceCase("a size that leaves with a settlement counts like one that was sent") { story in
      try await story.send("first")
      let members = [story.member("a", index: 0), story.member("b", index: 1)]
      try await story.settle(
        story.claimOne(),
        followUps: FollowUps(messages: members, chordSizes: [ChordSize(groupID: "g", count: 2)]))
      try await story.end(story.claim(), [1, 2])
      try await story.expectBody([1, 2])
    },
    ConformanceCase("the last parts of a chord in one batch of settlements send its body once") { story in
      let members = try await story.sendChord(["a", "b", "c"])
      let settlements = try members.enumerated().map { index, member in
        Settlement(
          receipt: member.receipt, disposition: .acknowledge,
          followUps: FollowUps(chordParts: [try story.part(member, value: .integer(Int64(index)))]))
      }
      try await expect("lost", story.backend.settle(settlements, by: .one), is: [])
      try await story.expectBody([0, 1, 2])
    },
    ConformanceCase("the part of a settlement whose receipt is lost does not count") { story in
      let member = try await story.sendChord(["a"])[0]
      try await story.outlive()
      _ = try await story.backend.restoreAbandoned(by: .two)
      let lost = Settlement(
        receipt: member.receipt, disposition: .acknowledge,
        followUps: FollowUps(chordParts: [try story.part(member, value: "lost")]))
      try await expect("lost", story.backend.settle([lost], by: .one), is: [member.receipt])
      let again = try await story.claimOne(by: .two)
      let part = try story.part(again, value: "kept")
      try await story.settle(again, by: .two, followUps: FollowUps(chordParts: [part]))
      try await story.expectBody(["kept"])
    },
    ConformanceCase("members of one chord may end in several processes") { story in
      let members = try await story.sendChord(["a", "b"])
      try await story.end([members[0]], [1])
      let second = try await story.fixture.openSecond()
      let last = Settlement(
        receipt: members[1].receipt, disposition: .acknowledge,
        followUps: FollowUps(chordParts: [try story.part(members[1], value: 2)]))
      try await expect("lost", second.settle([last], by: .one), is: [])
      try await story.expectBody([1, 2])
    },
    ConformanceCase("a chord of five hundred members that end at the same time sends its body once") { story in
      let members = try await story.sendChord((0..<500).map { TaskID("m\($0)") })
      let second = try await story.fixture.openSecond()
      try await withThrowingTaskGroup { group in
        for (index, member) in members.enumerated() {
          let part = try story.part(member, value: .integer(Int64(index)))
          let settlement = Settlement(
            receipt: member.receipt, disposition: .acknowledge, followUps: FollowUps(chordParts: [part]))
          group.addTask { _ = try await (index % 2 == 0 ? story.backend : second).settle([settlement], by: .one) }
        }
        try await group.waitForAll()
      }
      try await story.expectBody((0..<500).map { .integer($0) })
    },
    ConformanceCase("a chord that is sent again counts anew") { story in
      try await story.end(story.sendChord(["a", "b"]), [1, 2])
      try await story.expectBody([1, 2])
      let again = try await story.sendChord(["a", "b"])
      try await story.end([again[0]], [3])
      try await story.expectNothingSent()
      try await story.end([again[1]], [4])
      try await story.expectBody([3, 4])
    },
    ConformanceCase("a chord whose time is over is forgotten") { story in
      let expires = story.now + .seconds(10)
      try await story.backend.enqueue(
        [story.member("a", index: 0), story.member("b", index: 1)],
        chords: [ChordSize(groupID: "g", count: 2, expires: expires)])
      let members = try await story.claim()
      let first = try story.part(members[0], value: 1, expires: expires)
      try await story.settle(members[0], followUps: FollowUps(chordParts: [first]))
      story.clock.advance(by: .seconds(11))
      try await expect("removed results", story.backend.removeExpiredResults(), is: 0)
      try await story.end([members[1]], [2])
      try await story.expectNothingSent()
    },
  ]
}
