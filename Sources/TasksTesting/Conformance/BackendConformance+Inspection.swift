import TaskModel

extension BackendConformance {
  static let inspection = [
    ConformanceCase("statistics count what waits, what is deferred and what is in flight") { story in
      try await story.send("held", "w1", "w2", queue: "zoo")
      _ = try await story.claimOne(from: ["zoo"])
      try await story.send("d", queue: "zoo", dueIn: .seconds(9))
      try await story.send("x", queue: "äpfel")
      let wanted = [
        QueueStatistics(queue: "zoo", waiting: 2, deferred: 1, inFlight: 1, oldestReadyAt: story.now),
        QueueStatistics(queue: "äpfel", waiting: 1, oldestReadyAt: story.now),
      ]
      try await expect("statistics", story.backend.queueStatistics(of: []), is: wanted)
    },
    ConformanceCase("a named queue is listed though it is empty, sorted by name, once") { story in
      try await story.send("a", queue: "m")
      let names = try await story.backend.queueStatistics(of: ["z", "a", "m", "z"]).map(\.queue)
      try expect("queues", names, is: ["a", "m", "z"])
    },
    ConformanceCase("a queue that holds nothing any more is not listed") { story in
      try await story.send("a")
      try await story.settle(story.claimOne())
      try await expect("statistics", story.backend.queueStatistics(of: []), is: [])
    },
    ConformanceCase("a queue is listed while a node holds its only message") { story in
      try await story.send("a")
      _ = try await story.claimOne()
      try await expect(
        "statistics", story.backend.queueStatistics(of: []), is: [QueueStatistics(queue: .standard, inFlight: 1)])
    },
    ConformanceCase("the oldest waiting message gives the queue its age") { story in
      let start = story.now
      try await story.send("a")
      story.clock.advance(by: .seconds(10))
      try await story.send("b", priority: 9)
      try await expect("two wait", story.statistics()?.oldestReadyAt, is: start)
      try await story.settle(story.claimOne())
      try await expect("one waits", story.statistics()?.oldestReadyAt, is: start + .seconds(10))
      try await story.settle(story.claimOne())
      try await expect("none waits", story.statistics()?.oldestReadyAt, is: nil)
    },
    ConformanceCase("messages are found wherever they stand") { story in
      try await story.send("held", "waiting")
      try await story.send("deferred", dueIn: .seconds(9))
      _ = try await story.claimOne(by: .two)
      let found = try await story.backend.locate(["deferred", "unknown", "held", "waiting"])
      let places = Dictionary(found.map { ($0.message.id, $0) }) { first, _ in first }
      try expect("found", found.count, is: 3)
      try expect("waiting", places["waiting"]?.place, is: .waiting)
      try expect("deferred", places["deferred"]?.place, is: .deferred)
      try expect("held", places["held"]?.place, is: .inFlight)
      try expect("by", places["held"]?.node, is: NodeIdentity.two.name)
      try expect("by nobody", places["waiting"]?.node, is: nil)
      try expect("message", places["waiting"]?.message, is: story.message("waiting"))
    },
    ConformanceCase("both of two tasks with one id are found") { story in
      try await story.send("twin", "twin")
      _ = try await story.claimOne()
      let places = try await story.backend.locate(["twin"]).map(\.place)
      try expect("places", Set(places), is: [.waiting, .inFlight])
      try expect("found", places.count, is: 2)
    },
  ]

  static let purging = [
    ConformanceCase("a purge drops what waits and what is deferred") { story in
      try await story.send("a", "b")
      try await story.send("c", queue: "other")
      try await story.send("d", dueIn: .seconds(9))
      try await expect("purged", story.backend.purge(nil), is: PurgeCount(waiting: 3, deferred: 1))
      try await expect("purged again", story.backend.purge(nil), is: PurgeCount())
      story.clock.advance(by: .seconds(9))
      try await expect("left", story.claim(from: [.standard, "other"]).ids, is: [])
    },
    ConformanceCase("a purge of some queues leaves the others") { story in
      for queue in ["a", "b", "c"] as [QueueName] {
        try await story.send("waiting", queue: queue)
        try await story.send("deferred", queue: queue, dueIn: .seconds(9))
      }
      let count = try await story.backend.purge(["a", "b", "unknown"])
      try expect("purged", count, is: PurgeCount(waiting: 2, deferred: 2))
      try await expect("left", story.backend.queueStatistics(of: []).map(\.queue), is: ["c"])
    },
    ConformanceCase("a purge leaves running tasks of living nodes") { story in
      try await story.send("a")
      let claimed = try await story.claimOne()
      try await expect("purged", story.backend.purge(nil), is: PurgeCount())
      try await story.settle(claimed, publish: [story.message("next")])
      try await expect("published", story.claim().ids, is: ["next"])
    },
    ConformanceCase("a purge drops what dead nodes hold, of its queues only") { story in
      try await story.send("a", queue: "a")
      try await story.send("b", queue: "b")
      let claimed = try await story.claim(from: ["a", "b"])
      try await story.outlive()
      try await expect("purged", story.backend.purge(["a"]), is: PurgeCount(inFlight: 1))
      try await expect("restored", story.backend.restoreAbandoned(by: .two), is: 1)
      let lost = try await story.backend.settle(
        claimed.filter { $0.message.queue == "a" }.map { Settlement(receipt: $0.receipt, disposition: .acknowledge) },
        by: .one)
      try expect("lost", lost.count, is: 1)
    },
    ConformanceCase("a purge leaves results and dead letters") { story in
      try await story.send("a")
      try await story.settle(
        story.claimOne(), as: .deadLetter(.unknownTask, detail: ""),
        result: TaskResult(id: "a", state: .failure, doneAt: story.now))
      _ = try await story.backend.purge(nil)
      try await expect("dead letters", story.backend.deadLetterCount(), is: 1)
      try await expect("result", story.backend.result(of: "a")?.state, is: .failure)
    },
  ]
}
