import TaskModel

extension BackendConformance {
  static let leases = [
    ConformanceCase("what a living node holds is its own") { story in
      try await story.send("a")
      let claimed = try await story.claimOne()
      story.clock.advance(by: Story.lease - .seconds(1))
      try await expect("restored", story.backend.restoreAbandoned(by: .two), is: 0)
      try await expect("claimed", story.claim(by: .two).ids, is: [])
      try await story.settle(claimed)
    },
    ConformanceCase("a renewed lease holds on") { story in
      try await story.send("a")
      let claimed = try await story.claimOne()
      for _ in 1...5 {
        story.clock.advance(by: Story.lease - .seconds(1))
        try await story.live(.one)
        try await story.live(.two)
        try await expect("restored", story.backend.restoreAbandoned(by: .two), is: 0)
      }
      try await story.settle(claimed)
    },
    ConformanceCase("what a dead node held goes to the front, in order and counted") { story in
      try await story.send("a", "b", "c", "d")
      _ = try await story.claim(3)
      try await story.outlive()
      try await expect("restored", story.backend.restoreAbandoned(by: .two), is: 3)
      try await expect("restored again", story.backend.restoreAbandoned(by: .two), is: 0)
      let claimed = try await story.claim(by: .two)
      try expect("order", claimed.ids, is: ["a", "b", "c", "d"])
      try expect("delivery counts", claimed.map(\.deliveryCount), is: [2, 2, 2, 1])
    },
    ConformanceCase("each death is one more delivery") { story in
      try await story.send("poison")
      for expected in 1...4 {
        let node = NodeIdentity(name: "celery@fragile", incarnation: "\(expected)")
        try await story.live(node)
        try await expect("restored", story.backend.restoreAbandoned(by: node), is: expected == 1 ? 0 : 1)
        try await expect("delivery count", story.claimOne(by: node).deliveryCount, is: expected)
      }
    },
    ConformanceCase("a late node may still settle what nobody took over") { story in
      try await story.send("a")
      let claimed = try await story.claimOne()
      story.clock.advance(by: Story.lease + .seconds(100))
      try await story.settle(claimed, publish: [story.message("next")])
      try await story.live(.two)
      try await expect("restored", story.backend.restoreAbandoned(by: .two), is: 0)
      try await expect("published", story.claim(by: .two).ids, is: ["next"])
    },
    ConformanceCase("a restarted node takes back at once what its earlier life held") { story in
      try await story.send("a", "b")
      _ = try await story.claimOne(by: .one)
      _ = try await story.claimOne(by: .two)
      try await story.live(.oneRestarted)
      try await expect("restored", story.backend.restoreAbandoned(by: .oneRestarted), is: 1)
      let again = try await story.claim(by: .oneRestarted)
      try expect("claimed", again.ids, is: ["a"])
      try expect("delivery counts", again.map(\.deliveryCount), is: [2])
    },
    ConformanceCase("restoring leaves alone what the caller itself holds") { story in
      try await story.send("a")
      let claimed = try await story.claimOne()
      try await expect("restored", story.backend.restoreAbandoned(by: .one), is: 0)
      try await story.settle(claimed)
    },
    ConformanceCase("two that restore at the same time restore each message once") { story in
      let ids = (1...50).map { TaskID("\($0)") }
      try await story.backend.enqueue(ids.map { story.message($0) })
      let dead = NodeIdentity(name: "celery@dead", incarnation: "01")
      try await story.live(dead, for: .seconds(1))
      try await expect("claimed", story.claim(by: dead).count, is: 50)
      story.clock.advance(by: .seconds(2))
      let second = try await story.fixture.openSecond()
      async let here = story.backend.restoreAbandoned(by: .one)
      async let there = second.restoreAbandoned(by: .two)
      try await expect("restored by both", here + there, is: 50)
      try await expect("waiting", story.statistics()?.waiting, is: 50)
    },
    ConformanceCase("a node that leaves puts back what it holds, uncounted") { story in
      try await story.send("a", "b", "c")
      let left = try await story.claim(2, by: .one)
      try await story.backend.leave(.one)
      let lost = try await story.backend.settle(
        left.map { Settlement(receipt: $0.receipt, disposition: .acknowledge) }, by: .one)
      try expect("no longer held", Set(lost), is: Set(left.map(\.receipt)))
      let claimed = try await story.claim(by: .two)
      try expect("order", claimed.ids, is: ["a", "b", "c"])
      try expect("delivery counts", claimed.map(\.deliveryCount), is: [1, 1, 1])
    },
    ConformanceCase("a node that leaves takes nothing from the others") { story in
      try await story.send("a")
      let claimed = try await story.claimOne(by: .two)
      try await story.backend.leave(.one)
      try await story.backend.leave(NodeIdentity(name: "celery@never-there", incarnation: "01"))
      try await expect("claimed", story.claim(by: .one).ids, is: [])
      try await story.settle(claimed, by: .two)
    },
    ConformanceCase("another process takes over from a dead node") { story in
      try await story.send("a")
      _ = try await story.claimOne()
      let second = try await story.fixture.openSecond()
      try await expect("too early", second.restoreAbandoned(by: .two), is: 0)
      try await story.outlive()
      try await expect("restored", second.restoreAbandoned(by: .two), is: 1)
      let batch = try await second.claim(ClaimRequest(node: .two, queues: [.standard], limit: 1))
      try expect("claimed", batch.messages.map(\.deliveryCount), is: [2])
    },
  ]
}
