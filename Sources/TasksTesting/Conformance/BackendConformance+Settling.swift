import TaskModel

extension BackendConformance {
  static let settling = [
    ConformanceCase("an acknowledged message is gone for good") { story in
      try await story.send("a")
      try await story.settle(story.claimOne())
      story.clock.advance(by: Story.lease + .seconds(1))
      try await expect("restored", story.backend.restoreAbandoned(by: .two), is: 0)
      try await expect("claimed", story.claim(by: .two).ids, is: [])
      try await expect("statistics", story.statistics(), is: QueueStatistics(queue: .standard))
    },
    ConformanceCase("a batch of settlements is applied, each in its own way") { story in
      try await story.send("done", "back", "later", "dead")
      let claimed = try await story.claim()
      let ways: [Settlement.Disposition] = [
        .acknowledge, .requeue(countsDelivery: true), .deferUntil(story.now + .seconds(9)),
        .deadLetter(.rejected, detail: ""),
      ]
      let settlements = zip(claimed, ways).map { Settlement(receipt: $0.receipt, disposition: $1) }
      try await expect("lost", story.backend.settle(settlements, by: .one), is: [])
      let wanted = QueueStatistics(queue: .standard, waiting: 1, deferred: 1, inFlight: 0)
      var statistics = try await story.statistics()
      statistics?.oldestReadyAt = nil
      try expect("statistics", statistics, is: wanted)
      try await expect("dead letters", story.backend.deadLetterCount(), is: 1)
    },
    ConformanceCase("follow-ups and the result leave with the settlement") { story in
      try await story.send("a")
      let result = TaskResult(id: "a", state: .success, value: ["total": 3], doneAt: story.now)
      let next = [
        story.message("next"), story.message("elsewhere", queue: "slow"), story.message("later", dueIn: .seconds(5)),
      ]
      try await story.settle(story.claimOne(), publish: next, result: result)
      try await expect("published", story.claim().ids, is: ["next"])
      try await expect("published elsewhere", story.claim(from: ["slow"]).ids, is: ["elsewhere"])
      try await expect("published for later", story.backend.deferredMessages(limit: 9).ids, is: ["later"])
      try await expect("result", story.backend.result(of: "a"), is: result)
    },
    ConformanceCase("a retry of the same id is a fresh delivery") { story in
      try await story.send("a")
      var retry = story.message("a", dueIn: .seconds(2))
      retry.retries = 1
      try await story.settle(
        story.claimOne(), publish: [retry], result: TaskResult(id: "a", state: .retry, doneAt: story.now))
      try await expect("too early", story.claim().ids, is: [])
      story.clock.advance(by: .seconds(2))
      let again = try await story.claimOne()
      try expect("retries", again.message.retries, is: 1)
      try expect("delivery count", again.deliveryCount, is: 1)
      try await expect("state", story.backend.result(of: "a")?.state, is: .retry)
    },
    ConformanceCase("after an early acknowledgement, publishing and storing still work") { story in
      try await story.send("a")
      let claimed = try await story.claimOne()
      try await story.settle(claimed)
      let result = TaskResult(id: "a", state: .success, doneAt: story.now)
      try await story.settle(claimed, as: .recordOnly, publish: [story.message("next")], result: result)
      try await expect("published", story.claim().ids, is: ["next"])
      try await expect("result", story.backend.result(of: "a"), is: result)
    },
    ConformanceCase("a requeued message stands at the front and keeps its count") { story in
      try await story.send("a", "b")
      try await story.settle(story.claimOne(), as: .requeue(countsDelivery: true))
      try await story.send("c")
      let claimed = try await story.claim()
      try expect("order", claimed.ids, is: ["a", "b", "c"])
      try expect("delivery counts", claimed.map(\.deliveryCount), is: [2, 1, 1])
    },
    ConformanceCase("a message that never ran is requeued without its count") { story in
      try await story.send("a")
      for _ in 1...5 { try await story.settle(story.claimOne(), as: .requeue(countsDelivery: false)) }
      try await expect("delivery count", story.claimOne().deliveryCount, is: 1)
    },
    ConformanceCase("a batch that is put back keeps its order") { story in
      try await story.send("a", "b", "c", "d")
      let claimed = try await story.claim(3)
      let settlements = claimed.map { Settlement(receipt: $0.receipt, disposition: .requeue(countsDelivery: false)) }
      try await expect("lost", story.backend.settle(settlements, by: .one), is: [])
      try await expect("order", story.claim().ids, is: ["a", "b", "c", "d"])
    },
    ConformanceCase("a message deferred by its settlement comes back when due, uncounted") { story in
      try await story.send("a")
      try await story.settle(story.claimOne(), as: .deferUntil(story.now + .seconds(10)))
      let early = try await story.batch()
      try expect("early", early.messages, is: [])
      try expect("next due", early.nextDue, is: story.now + .seconds(10))
      story.clock.advance(by: .seconds(10))
      try await expect("delivery count", story.claimOne().deliveryCount, is: 1)
    },
    ConformanceCase("a message deferred to a moment past is ready at once") { story in
      try await story.send("a")
      try await story.settle(story.claimOne(), as: .deferUntil(story.now - .seconds(1)))
      try await expect("claimed", story.claim().ids, is: ["a"])
    },
  ]

  static let lostReceipts = [
    ConformanceCase("a receipt can be used once") { story in
      try await story.send("a")
      let claimed = try await story.claimOne()
      let settlement = Settlement(
        receipt: claimed.receipt, disposition: .requeue(countsDelivery: true), publish: [story.message("next")])
      try await expect("first", story.backend.settle([settlement], by: .one), is: [])
      try await expect("second", story.backend.settle([settlement], by: .one), is: [claimed.receipt])
      try await expect("claimed", story.claim().ids, is: ["a", "next"])
    },
    ConformanceCase("a lost receipt is returned, and nothing of it is done") { story in
      try await story.send("lost")
      let lost = try await story.claimOne()
      try await story.outlive()
      try await expect("restored", story.backend.restoreAbandoned(by: .two), is: 1)
      let taken = try await story.claimOne(by: .two)
      try await story.live(.one)
      try await story.send("kept")
      let kept = try await story.claimOne(by: .one)
      let returned = try await story.backend.settle(
        [
          Settlement(
            receipt: lost.receipt, disposition: .acknowledge, publish: [story.message("ghost")],
            result: TaskResult(id: "lost", state: .failure, doneAt: story.now)),
          Settlement(receipt: kept.receipt, disposition: .acknowledge, publish: [story.message("next")]),
        ], by: .one)
      try expect("returned", returned, is: [lost.receipt])
      try await expect("published", story.claim().ids, is: ["next"])
      try await expect("result", story.backend.result(of: "lost"), is: nil)
      try await story.settle(taken, by: .two)
    },
    ConformanceCase("a message put back but not yet taken by another is lost to its node all the same") { story in
      try await story.send("a")
      let claimed = try await story.claimOne()
      story.clock.advance(by: Story.lease + .seconds(1))
      _ = try await story.backend.restoreAbandoned(by: .two)
      let settlement = Settlement(receipt: claimed.receipt, disposition: .deadLetter(.rejected, detail: ""))
      try await expect("returned", story.backend.settle([settlement], by: .one), is: [claimed.receipt])
      try await expect("dead letters", story.backend.deadLetterCount(), is: 0)
      try await expect("still there", story.claim(by: .two).ids, is: ["a"])
    },
    ConformanceCase("a node cannot settle what another holds") { story in
      try await story.send("a")
      let claimed = try await story.claimOne(by: .one)
      let settlement = Settlement(receipt: claimed.receipt, disposition: .acknowledge)
      try await expect("returned", story.backend.settle([settlement], by: .two), is: [claimed.receipt])
      try await story.settle(claimed, by: .one)
    },
    ConformanceCase("a receipt nobody gave out is returned, not an error") { story in
      for text in ["", "0", "99999999999999999999", "-1", "not a receipt ✗", "' OR 1=1 --"] {
        let settlement = Settlement(
          receipt: Receipt(text), disposition: .acknowledge, publish: [story.message("ghost")])
        try await expect("returned", story.backend.settle([settlement], by: .one), is: [Receipt(text)])
      }
      try await expect("published", story.claim().ids, is: [])
    },
  ]
}
