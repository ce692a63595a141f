import TaskModel

extension BackendConformance {
  static let rates = [
    ConformanceCase("a shared rate lets one begin at once and tells the others their turn") { story in
      let rate = try story.rate("sms", 10)
      let start = story.now
      try await expect("first", story.admit("a", rate: rate), is: .granted)
      try await expect("second", story.admit("b", by: .two, rate: rate), is: .notBefore(start + .milliseconds(100)))
      try await expect("third", story.admit("c", rate: rate), is: .notBefore(start + .milliseconds(200)))
      try await expect("another key", story.admit("d", rate: story.rate("mail", 10)), is: .granted)
    },
    ConformanceCase("a promised token is for whoever asks first from then on") { story in
      let rate = try story.rate("sms", 1)
      for id in ["a", "b", "c"] { _ = try await story.admit(TaskID(id), rate: rate) }
      story.clock.advance(by: .seconds(1))
      try await expect("not the one it was promised to", story.admit("z", by: .two, rate: rate), is: .granted)
      try await expect("no second token", story.admit("b", rate: rate), is: .notBefore(story.now + .seconds(2)))
      story.clock.advance(by: .seconds(1))
      try await expect("the next one", story.admit("c", rate: rate), is: .granted)
    },
    ConformanceCase("tokens of a pause are not saved up") { story in
      let rate = try story.rate("sms", 1)
      for id in ["a", "b", "c", "d"] { _ = try await story.admit(TaskID(id), rate: rate) }
      story.clock.advance(by: .seconds(3600))
      var granted = 0
      for id in ["b", "c", "d", "e"] where try await story.admit(TaskID(id), rate: rate) == .granted { granted += 1 }
      try expect("begun after the pause", granted, is: 1)
    },
    ConformanceCase("a rate that changed counts from now on") { story in
      for id in ["a", "b"] { _ = try await story.admit(TaskID(id), rate: story.rate("sms", 1)) }
      let start = story.now
      try await expect("first", story.admit("c", rate: story.rate("sms", 100)), is: .granted)
      try await expect(
        "second", story.admit("d", rate: story.rate("sms", 100)), is: .notBefore(start + .milliseconds(10)))
    },
    ConformanceCase("a slow rate promises no further than ten minutes ahead") { story in
      let rate = try story.rate("report", 12, per: .hour)
      let start = story.now
      var answers: [Admission] = []
      for id in ["a", "b", "c", "d", "e"] { answers.append(try await story.admit(TaskID(id), rate: rate)) }
      let ahead = [300, 600, 600, 600].map { Admission.notBefore(start + .seconds($0)) }
      try expect("answers", answers, is: [.granted] + ahead)
    },
  ]

  static let places = [
    ConformanceCase("as many of a key run at once as its limit says, on all nodes together") { story in
      let two = SharedConcurrency(key: "import", limit: 2)
      try await expect("first", story.admit("a", concurrency: two), is: .granted)
      try await expect("second", story.admit("b", by: .two, concurrency: two), is: .granted)
      try await expect("third", story.admit("c", concurrency: two), is: .full)
      try await expect("another key", story.admit("c", concurrency: .only("export")), is: .granted)
    },
    ConformanceCase("a settlement that names it gives the place back") { story in
      try await story.send("a", "b")
      let claimed = try await story.claim()
      try await expect("first", story.admit("a", concurrency: .only("import")), is: .granted)
      try await expect("second", story.admit("b", concurrency: .only("import")), is: .full)
      try await story.settle(claimed[0], releases: [.concurrency(key: "import", holder: "a")])
      try await expect("second again", story.admit("b", concurrency: .only("import")), is: .granted)
    },
    ConformanceCase("a place is given back only by the task that holds it") { story in
      try await story.send("a", "b")
      let claimed = try await story.claim()
      _ = try await story.admit("a", concurrency: .only("import"))
      try await story.settle(claimed[1], releases: [.concurrency(key: "import", holder: "b")])
      try await expect("another", story.admit("c", concurrency: .only("import")), is: .full)
    },
    ConformanceCase("a settlement that comes too late gives nothing back") { story in
      try await story.send("a")
      let claimed = try await story.claimOne()
      try await story.settle(claimed, as: .requeue(countsDelivery: true))
      _ = try await story.admit("a", by: .two, concurrency: .only("import"))
      let late = Settlement(
        receipt: claimed.receipt, disposition: .acknowledge, releases: [.concurrency(key: "import", holder: "a")])
      try await expect("lost", story.backend.settle([late], by: .one), is: [claimed.receipt])
      try await expect("another", story.admit("b", concurrency: .only("import")), is: .full)
    },
    ConformanceCase("a state on the way can give a place back, whatever became of the message") { story in
      try await story.send("a")
      let claimed = try await story.claimOne()
      _ = try await story.admit("a", concurrency: .only("import"))
      try await story.settle(claimed)
      try await story.settle(
        claimed, as: .recordOnly, releases: [.concurrency(key: "import", holder: "a")])
      try await expect("another", story.admit("b", concurrency: .only("import")), is: .granted)
    },
    ConformanceCase("a task that holds its place gets it again and counts once") { story in
      let two = SharedConcurrency(key: "import", limit: 2)
      for _ in 1...3 { try await expect("again", story.admit("a", concurrency: two), is: .granted) }
      try await expect("again, elsewhere", story.admit("a", by: .two, concurrency: two), is: .granted)
      try await expect("second", story.admit("b", concurrency: two), is: .granted)
      try await expect("third", story.admit("c", concurrency: two), is: .full)
    },
    ConformanceCase("a place is with the node that asked last") { story in
      _ = try await story.admit("a", by: .one, concurrency: .only("import"))
      _ = try await story.admit("a", by: .two, concurrency: .only("import"))
      try await story.backend.leave(.one)
      try await expect("kept", story.admit("b", concurrency: .only("import")), is: .full)
      try await story.backend.leave(.two)
      try await story.live(.one)
      try await expect("free", story.admit("b", concurrency: .only("import")), is: .granted)
    },
    ConformanceCase("places of a dead node do not count") { story in
      _ = try await story.admit("a", concurrency: .only("import"))
      try await expect("while it lives", story.admit("b", by: .two, concurrency: .only("import")), is: .full)
      try await story.outlive()
      try await expect("afterwards", story.admit("b", by: .two, concurrency: .only("import")), is: .granted)
    },
    ConformanceCase("a restarted node has none of its earlier places") { story in
      _ = try await story.admit("a", concurrency: .only("import"))
      try await story.live(.oneRestarted)
      _ = try await story.backend.restoreAbandoned(by: .oneRestarted)
      try await expect("free", story.admit("b", by: .two, concurrency: .only("import")), is: .granted)
    },
    ConformanceCase("whoever is refused takes nothing") { story in
      let rate = try story.rate("sms", 1)
      let unique = UniqueClaim(key: "k", end: .done, lifetime: .hours(1))
      _ = try await story.admit("a", concurrency: .only("import"))
      try await expect(
        "full", story.admit("b", rate: rate, concurrency: .only("import"), unique: unique), is: .full)
      try await expect("the key", story.admit("c", unique: unique), is: .granted)
      try await expect(
        "duplicate", story.admit("b", rate: rate, concurrency: .only("export"), unique: unique), is: .duplicate(of: "c")
      )
      try await expect("the token", story.admit("d", rate: rate), is: .granted)
      let other = UniqueClaim(key: "other", end: .done, lifetime: .hours(1))
      try await expect(
        "over the rate", story.admit("e", rate: rate, concurrency: .only("export"), unique: other),
        is: .notBefore(story.now + .seconds(1)))
      try await expect("the place", story.admit("f", concurrency: .only("export")), is: .granted)
      try await expect("the other key", story.admit("g", unique: other), is: .granted)
    },
    ConformanceCase("two that ask at the same time do not both get the last place") { story in
      let second = try await story.fixture.openSecond()
      for round in 1...20 {
        let key = "import-\(round)"
        async let here = story.admit("a", by: .one, concurrency: .only(key))
        async let there = second.admit(AdmissionRequest(task: "b", node: .two, concurrency: .only(key)))
        let answers = try await [here, there]
        try expect("granted", answers.count { $0 == .granted }, is: 1)
        try expect("full", answers.count { $0 == .full }, is: 1)
      }
    },
  ]
}

extension SharedConcurrency {
  static func only(_ key: String) -> SharedConcurrency { SharedConcurrency(key: key, limit: 1) }
}

extension Story {
  func rate(_ key: String, _ count: Double, per unit: RateLimit.Unit = .second) throws -> SharedRate {
    guard let limit = RateLimit(count, per: unit) else {
      throw ConformanceFailure(message: "no rate", file: #fileID, line: #line)
    }
    return SharedRate(key: key, limit: limit)
  }

  func admit(
    _ task: TaskID, by node: NodeIdentity = .one, rate: SharedRate? = nil, concurrency: SharedConcurrency? = nil,
    unique: UniqueClaim? = nil
  ) async throws -> Admission {
    try await backend.admit(
      AdmissionRequest(task: task, node: node, rate: rate, concurrency: concurrency, unique: unique))
  }
}
