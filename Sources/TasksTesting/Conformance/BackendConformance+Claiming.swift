import TaskModel

extension BackendConformance {
  static let claiming = [
    ConformanceCase("messages of one step are handed out in the order in which they were sent") { story in
      try await story.send("a", "b")
      try await story.send("c")
      try await expect("order", story.claim().ids, is: ["a", "b", "c"])
    },
    ConformanceCase("priority steps are served in the order 0, 3, 6, 9") { story in
      for (id, priority) in [("nine", 9), ("six", 6), ("zero", 0), ("three", 3)] {
        try await story.send(TaskID(id), priority: priority)
      }
      try await expect("order", story.claim().ids, is: ["zero", "three", "six", "nine"])
    },
    ConformanceCase("priorities of one step keep the order of sending") { story in
      for (id, priority) in [("2", 2), ("8", 8), ("0", 0), ("1", 1), ("6", 6), ("7", 7)] {
        try await story.send(TaskID(id), priority: priority)
      }
      try await expect("order", story.claim().ids, is: ["2", "0", "1", "8", "6", "7"])
    },
    ConformanceCase("a claim takes no more than its limit") { story in
      try await story.send("a", "b", "c")
      try await expect("limit 0", story.claim(0).ids, is: [])
      try await expect("limit 2", story.claim(2).ids, is: ["a", "b"])
      try await expect("the rest", story.claim(2).ids, is: ["c"])
    },
    ConformanceCase("an empty queue gives an empty batch at once") { story in
      try await expect("batch", story.batch(), is: ClaimBatch())
      try await expect("no queue named", story.batch(from: []), is: ClaimBatch())
    },
    ConformanceCase("only the named queues are claimed from") { story in
      try await story.send("slow", queue: "slow")
      try await story.send("fast", queue: "fast")
      try await expect("of fast", story.claim(from: ["fast", "unknown"]).ids, is: ["fast"])
      try await expect("of fast again", story.claim(from: ["fast"]).ids, is: [])
      try await expect("of slow", story.claim(from: ["slow"]).ids, is: ["slow"])
    },
    ConformanceCase("one claim serves every queue that has something") { story in
      for number in 1...10 { try await story.send(TaskID("full \(number)"), queue: "full") }
      try await story.send("quiet", queue: "quiet")
      let ids = try await story.claim(4, from: ["full", "quiet"]).ids
      try expect("count", ids.count, is: 4)
      try expect(ids.contains("quiet"), "the quiet queue got nothing beside a full one: \(ids)")
    },
    ConformanceCase("claims of one serve the queues in turn") { story in
      for number in 1...10 {
        try await story.send(TaskID("full \(number)"), queue: "full")
        if number <= 3 { try await story.send(TaskID("quiet \(number)"), queue: "quiet") }
      }
      var served: [QueueName] = []
      for _ in 1...6 { served.append(try await story.claimOne(from: ["full", "quiet"]).message.queue) }
      try expect("times the quiet queue was served", served.count { $0 == "quiet" }, is: 3)
    },
    ConformanceCase("a claimed message has left its queue") { story in
      try await story.send("a")
      _ = try await story.claimOne()
      try await expect("claimed by another", story.claim(by: .two).ids, is: [])
      try await expect("claimed by the same", story.claim(by: .one).ids, is: [])
    },
    ConformanceCase("nodes that claim at the same time never get the same message") { story in
      let ids = (1...200).map { TaskID("\($0)") }
      try await story.backend.enqueue(ids.map { story.message($0) })
      let second = try await story.fixture.openSecond()
      let claimed = try await withThrowingTaskGroup(of: [TaskID].self) { group in
        for (node, backend) in [
          (NodeIdentity.one, story.backend), (.two, second), (.one, second), (.two, story.backend),
        ] {
          group.addTask {
            var mine: [TaskID] = []
            while true {
              let batch = try await backend.claim(ClaimRequest(node: node, queues: [.standard], limit: 7))
              if batch.messages.isEmpty { return mine }
              mine += batch.messages.ids
            }
          }
        }
        return try await group.reduce(into: []) { $0 += $1 }
      }
      try expect("claims", claimed.count, is: 200)
      try expect("different messages", Set(claimed).count, is: 200)
    },
    ConformanceCase("what many send at the same time is all there") { story in
      let second = try await story.fixture.openSecond()
      try await withThrowingTaskGroup(of: Void.self) { group in
        for sender in 1...20 {
          let backend = sender.isMultiple(of: 2) ? story.backend : second
          let messages = (1...5).map { story.message(TaskID("\(sender).\($0)")) }
          group.addTask { for message in messages { try await backend.enqueue([message]) } }
        }
        try await group.waitForAll()
      }
      let ids = try await story.claim(1000).ids
      try expect("claimed", Set(ids).count, is: 100)
      for sender in 1...20 {
        let own = ids.filter { $0.rawValue.hasPrefix("\(sender).") }
        try expect("order of sender \(sender)", own, is: (1...5).map { TaskID("\(sender).\($0)") })
      }
    },
    ConformanceCase("every delivery is counted") { story in
      try await story.send("a")
      for expected in 1...4 {
        let claimed = try await story.claimOne()
        try expect("delivery count", claimed.deliveryCount, is: expected)
        try await story.settle(claimed, as: .requeue(countsDelivery: true))
      }
    },
    ConformanceCase("two sends of one id are two tasks") { story in
      try await story.send("twin")
      let inFlight = try await story.claimOne()
      try await story.send("twin", dueIn: .seconds(5))
      try await story.send("twin", "twin")
      let waiting = try await story.claim()
      try expect("ready twins", waiting.ids, is: ["twin", "twin"])
      try expect("delivery counts", waiting.map(\.deliveryCount), is: [1, 1])
      try expect("receipts", Set((waiting + [inFlight]).map(\.receipt)).count, is: 3)
      story.clock.advance(by: .seconds(5))
      try await expect("the deferred twin", story.claim().ids, is: ["twin"])
    },
    ConformanceCase("another process sees what was enqueued") { story in
      let second = try await story.fixture.openSecond()
      try await story.send("a")
      let batch = try await second.claim(ClaimRequest(node: .two, queues: [.standard], limit: 5))
      try expect("claimed there", batch.messages.ids, is: ["a"])
      try await expect("left here", story.claim().ids, is: [])
    },
  ]
}
