import TaskModel

extension BackendConformance {
  static let contents = [
    ConformanceCase("a message arrives as it was sent, with every field") { story in
      let sent = fullMessage(story)
      try await story.backend.enqueue([sent])
      try await expect("message", story.claimOne(from: [sent.queue]).message, is: sent)
    },
    ConformanceCase("names in any script and with any sign are kept apart") { story in
      let queues: [QueueName] = ["Zürich/日本", "it's 100% \"odd\"_\\", "a", "A", "a ", "\u{1F4EE}"]
      for queue in queues { try await story.send(TaskID("für " + queue.rawValue), queue: queue) }
      for queue in queues {
        try await expect("of '\(queue)'", story.claim(from: [queue]).ids, is: [TaskID("für " + queue.rawValue)])
      }
    },
    ConformanceCase("an argument of a megabyte arrives whole") { story in
      let argument = JSONValue.string(String(repeating: "Grüße, 東京! ", count: 70_000))
      var sent = story.message("big")
      sent.arguments = TaskArguments([argument])
      try await story.backend.enqueue([sent])
      let arrived = try await story.claimOne().message
      try expect(arrived == sent, "the big message was changed on its way")
    },
    ConformanceCase("a batch of a thousand keeps its order") { story in
      let ids = (1...1000).map { TaskID("\($0)") }
      try await story.backend.enqueue(ids.map { story.message($0) })
      try await expect("order", story.claim(1000).ids, is: ids)
    },
    ConformanceCase("moments at the ends of time are taken") { story in
      var late = story.message("late")
      late.eta = .distantFuture
      var early = story.message("early")
      early.eta = .distantPast
      early.expires = .distantFuture
      try await story.backend.enqueue([late, early])
      // A store that writes times as texts has the years from 1 to 9999 only.
      try await expect("ready", story.claim().ids, is: ["early"])
      try await expect("deferred", story.backend.deferredMessages(limit: 5).ids, is: ["late"])
    },
    ConformanceCase("empty batches change nothing") { story in
      let backend = story.backend
      try await story.send("a")
      try await backend.enqueue([])
      try await expect("settled", backend.settle([], by: .one), is: [])
      try await backend.store([])
      try await expect("ticks", backend.claim([TickClaim]()), is: [])
      try await expect("remembered", backend.remember([]), is: [])
      try await backend.forgetEntries([])
      try await backend.revoke([], until: story.now + .seconds(9))
      try await expect("replayed", backend.replayDeadLetters([]), is: [])
      try await expect("dropped", backend.dropDeadLetters([]), is: [])
      try await expect("located", backend.locate([]), is: [])
      try await expect("purged", backend.purge([]), is: PurgeCount())
      try await expect("what waits", story.claim().ids, is: ["a"])
    },
  ]

  private static func fullMessage(_ story: Story) -> TaskMessage {
    TaskMessage(
      id: "id-ÄÖÜ", task: "aufgaben.schön_🎂",
      arguments: TaskArguments(
        [1, -2.5, "drei\n\u{0}", true, nil, [], .bigInteger("123456789012345678901234567890"), .integer(.min)],
        keywords: ["größe": ["b": [1, ["c": "d"]]], "": "empty name"]),
      queue: "langsam", priority: Priority(5), eta: story.now - .seconds(1), expires: story.now + .days(400),
      retries: 3,
      timeLimit: TimeLimit(soft: .milliseconds(1500), hard: .seconds(60)), ignoresResult: false, rootID: "wurzel",
      parentID: "eltern", groupID: "gruppe", origin: "gen7@web1", sentAt: story.now - .milliseconds(1),
      headers: ["x-tenant": "Müller & Söhne", "nested": [1, nil]], embed: ["callbacks": [["task": "next"]]])
  }
}
