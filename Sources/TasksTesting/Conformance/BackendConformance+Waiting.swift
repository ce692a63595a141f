import TaskModel

/// Messages that wait for a place.
extension BackendConformance {
  static let waitingForPlaces = [
    ConformanceCase("a message that waits for a place stands in the deferred set") { story in
      try await story.fillAndPark("b")
      try await expect("claimed", story.claim(by: .two).ids, is: [])
      try await expect("deferred", story.statistics()?.deferred, is: 1)
      try await expect("listed", story.backend.deferredMessages(limit: 10).ids, is: ["b"])
      try await expect("located", story.backend.locate(["b"]).map(\.place), is: [.deferred])
      try await expect("nothing is due before", story.batch().nextDue, is: story.now + Story.longestWait)
    },
    ConformanceCase("it is sent on when the place is given back, and rings") { story in
      let holder = try await story.fillAndPark("b")
      let stream = story.backend.wakeUps()
      try await story.expectRing(stream) { try await story.finish(holder) }
      let claimed = try await story.claimOne()
      try expect("sent on", claimed.message.id, is: "b")
      try expect("delivery count", claimed.deliveryCount, is: 1)
      try await expect("deferred", story.statistics()?.deferred, is: 0)
      try await expect("its turn", story.admit("b", concurrency: .only("import")), is: .granted)
    },
    ConformanceCase("those who wait are sent on one for each place, the longest waiting first") { story in
      let holder = try await story.fillAndPark("b", "c", "d")
      try await story.finish(holder)
      for (id, next) in [("b", "c"), ("c", "d")] {
        let claimed = try await story.claim()
        try expect("sent on", claimed.ids, is: [TaskID(id)])
        _ = try await story.admit(TaskID(id), concurrency: .only("import"))
        try await story.finish(claimed[0])
        try await expect(
          "still deferred", story.backend.deferredMessages(limit: 9).ids.contains(TaskID(next)), is: false)
      }
      try await expect("the last", story.claim().ids, is: ["d"])
    },
    ConformanceCase("it goes to the front of its queue") { story in
      let holder = try await story.fillAndPark("b")
      try await story.send("later")
      try await story.finish(holder)
      try await expect("order", story.claim().ids, is: ["b", "later"])
    },
    ConformanceCase("where a place has become free by then, nobody waits") { story in
      try await story.send("a", "b")
      let claimed = try await story.claim()
      _ = try await story.admit("a", concurrency: .only("import"))
      try await expect("full", story.admit("b", concurrency: .only("import")), is: .full)
      try await story.finish(claimed[0])
      try await story.park(claimed[1])
      try await expect("at once", story.claim().map(\.deliveryCount), is: [1])
    },
    ConformanceCase("nobody waits longer than was said") { story in
      try await story.fillAndPark("b")
      for _ in 0..<30 {
        story.clock.advance(by: Story.longestWait / 30)
        try await story.live(.one)
        try await story.live(.two)
      }
      let again = try await story.claimOne()
      try expect("due", again.message.id, is: "b")
      try expect("delivery count", again.deliveryCount, is: 1)
      try await story.park(again)
      try await expect("parked again", story.statistics()?.deferred, is: 1)
    },
    ConformanceCase("one that came due meanwhile is not sent on, but the next is") { story in
      let holder = try await story.fillAndPark("b")
      try await story.send("c")
      let other = try await story.claimOne()
      for _ in 0..<30 {
        story.clock.advance(by: Story.longestWait / 30)
        try await story.live(.one)
        try await story.live(.two)
      }
      try await expect("due", story.claim().ids, is: ["b"])
      try await story.park(other)
      try await story.finish(holder)
      try await expect("sent on", story.claim().ids, is: ["c"])
    },
    ConformanceCase("the death of a node sends on who waits for its place") { story in
      try await story.fillAndPark("b", "c")
      try await story.outlive()
      try await expect("restored", story.backend.restoreAbandoned(by: .two), is: 1)
      try await expect("in front of the others", Set(story.claim(by: .two).ids), is: ["a", "b"])
      try await expect("still waiting", story.statistics()?.deferred, is: 1)
    },
    ConformanceCase("a restart sends on who waits for its places") { story in
      try await story.fillAndPark("b")
      try await story.live(.oneRestarted)
      _ = try await story.backend.restoreAbandoned(by: .oneRestarted)
      try await expect("sent on", Set(story.claim(by: .oneRestarted).ids), is: ["a", "b"])
    },
    ConformanceCase("a node that leaves sends on who waits for its places") { story in
      try await story.fillAndPark("b")
      try await story.backend.leave(.one)
      try await expect("sent on", Set(story.claim(by: .two).ids), is: ["a", "b"])
    },
    ConformanceCase("whoever is sent on and ends without its place passes it on") { story in
      let holder = try await story.fillAndPark("b", "c")
      try await story.finish(holder)
      let revoked = try await story.claimOne()
      try expect("sent on", revoked.message.id, is: "b")
      try await story.finish(revoked)
      try await expect("passed on", story.claim().ids, is: ["c"])
    },
    ConformanceCase("a limit of several sends on no more than there is room for") { story in
      let three = SharedConcurrency(key: "import", limit: 3)
      try await story.send("a", "b", "c", "d", "e")
      let claimed = try await story.claim()
      for id in ["a", "b", "c"] { _ = try await story.admit(TaskID(id), concurrency: three) }
      try await story.park(claimed[3], claimed[4], for: three)
      try await story.finish(claimed[0])
      try await expect("one", story.claim().ids, is: ["d"])
      try await story.finish(claimed[1])
      try await expect("another", story.claim().ids, is: ["e"])
    },
    ConformanceCase("purging drops who waits for a place, and the others are sent on") { story in
      try await story.send("c", queue: "other")
      let other = try await story.claimOne(from: ["other"])
      let holder = try await story.fillAndPark("b")
      try await story.park(other)
      try await expect("purged", story.backend.purge([.standard]).deferred, is: 1)
      try await story.finish(holder)
      try await expect("sent on", story.claim(from: [.standard, "other"]).ids, is: ["c"])
    },
    ConformanceCase("a node that waits for a place it has lost its message to parks nothing") { story in
      try await story.send("a", "b")
      let claimed = try await story.claim()
      _ = try await story.admit("a", concurrency: .only("import"))
      try await story.settle(claimed[1], as: .requeue(countsDelivery: true))
      let late = Settlement(
        receipt: claimed[1].receipt, disposition: .waitForPlace(.only("import"), atLatest: story.now + .hours(1)))
      try await expect("lost", story.backend.settle([late], by: .one), is: [claimed[1].receipt])
      try await expect("deferred", story.statistics()?.deferred, is: 0)
    },
  ]
}

extension Story {
  static let longestWait = Duration.seconds(300)

  /// The first of the queue runs under the key `import`, whose limit is one; the others wait. Returns the one that runs.
  @discardableResult
  fileprivate func fillAndPark(_ waiting: TaskID...) async throws -> ClaimedMessage {
    try await send("a")
    for id in waiting { try await send(id) }
    let claimed = try await claim()
    try await expect("the first", admit("a", concurrency: .only("import")), is: .granted)
    for one in claimed.dropFirst() { try await park(one) }
    return claimed[0]
  }

  fileprivate func park(_ claimed: ClaimedMessage..., for concurrency: SharedConcurrency = .only("import")) async throws
  {
    for one in claimed { try await settle(one, as: .waitForPlace(concurrency, atLatest: now + Self.longestWait)) }
  }

  fileprivate func finish(_ claimed: ClaimedMessage) async throws {
    try await settle(claimed, releases: [.concurrency(key: "import", holder: claimed.message.id)])
  }
}
