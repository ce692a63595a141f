import TaskModel

extension BackendConformance {
  static let deferral = [
    ConformanceCase("a message whose eta lies ahead is not handed out before") { story in
      try await story.send("later", dueIn: .seconds(60))
      try await story.send("now")
      try await expect("at once", story.claim().ids, is: ["now"])
      story.clock.advance(by: .seconds(60) - .microseconds(1))
      try await expect("a microsecond before", story.claim().ids, is: [])
      story.clock.advance(by: .microseconds(1))
      let claimed = try await story.claimOne()
      try expect("when due", claimed.message.id, is: "later")
      try expect("delivery count", claimed.deliveryCount, is: 1)
    },
    ConformanceCase("an eta that is now or past does not defer") { story in
      try await story.send("now", dueIn: .zero)
      try await story.send("past", dueIn: .seconds(-5))
      try await expect("ready", story.claim().ids, is: ["now", "past"])
    },
    ConformanceCase("a claim tells when the next message of its queues is due") { story in
      try await story.send("b", dueIn: .seconds(20))
      try await story.send("a", dueIn: .seconds(10))
      try await story.send("other", queue: "other", dueIn: .seconds(5))
      let start = story.now
      try await expect("of the claimed queue", story.batch().nextDue, is: start + .seconds(10))
      try await expect("of both", story.batch(from: [.standard, "other"]).nextDue, is: start + .seconds(5))
      try await expect("of an empty one", story.batch(from: ["empty"]).nextDue, is: nil)
      story.clock.advance(by: .seconds(10))
      try await expect("after the first", story.batch().nextDue, is: start + .seconds(20))
      story.clock.advance(by: .seconds(10))
      try await expect("after the last", story.batch().nextDue, is: nil)
    },
    ConformanceCase("messages come due in the order of their moments") { story in
      for (id, seconds) in [("c", 3), ("a", 1), ("d", 4), ("b", 2)] {
        try await story.send(TaskID(id), dueIn: .seconds(seconds))
      }
      story.clock.advance(by: .seconds(10))
      try await expect("order", story.claim().ids, is: ["a", "b", "c", "d"])
    },
    ConformanceCase("messages due at the same moment keep the order of sending") { story in
      for id in ["x", "a", "m"] { try await story.send(TaskID(id), dueIn: .seconds(1)) }
      story.clock.advance(by: .seconds(1))
      try await expect("order", story.claim().ids, is: ["x", "a", "m"])
    },
    ConformanceCase("a message that came due is served by its priority") { story in
      try await story.send("urgent", priority: 0, dueIn: .seconds(1))
      try await story.send("patient", priority: 9)
      story.clock.advance(by: .seconds(1))
      try await expect("order", story.claim().ids, is: ["urgent", "patient"])
    },
    ConformanceCase("the deferred set is listed earliest first, up to the limit") { story in
      try await story.send("c", dueIn: .seconds(3))
      try await story.send("a", queue: "other", dueIn: .seconds(1))
      try await story.send("b", dueIn: .seconds(2))
      try await expect("all", story.backend.deferredMessages(limit: 10).ids, is: ["a", "b", "c"])
      try await expect("two", story.backend.deferredMessages(limit: 2).ids, is: ["a", "b"])
      try await expect("none", story.backend.deferredMessages(limit: 0).ids, is: [])
    },
  ]
}
