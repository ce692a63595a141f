import TaskModel

extension BackendConformance {
  static let deadLetters = [
    ConformanceCase("a dead letter tells the whole story") { story in
      var message = story.message("ä", queue: "langsam", priority: 7)
      message.arguments.keywords = ["größe": 4]
      try await story.backend.enqueue([message])
      try await story.settle(story.claimOne(from: ["langsam"]), as: .requeue(countsDelivery: true))
      story.clock.advance(by: .seconds(5))
      try await story.settle(
        story.claimOne(from: ["langsam"]), as: .deadLetter(.tooManyDeliveries, detail: "zweimal geholt — nie fertig"))
      let letters = try await story.backend.deadLetters(after: 0, limit: 10)
      guard let letter = letters.first else { return try expect("letters", letters.count, is: 1) }
      let wanted = DeadLetter(
        number: letter.number, reason: .tooManyDeliveries, detail: "zweimal geholt — nie fertig", queue: "langsam",
        diedAt: story.now, deliveryCount: 2, message: message)
      try expect("letter", letters, is: [wanted])
      try await expect("by number", story.backend.deadLetter(letter.number), is: wanted)
      try await expect("in the queue", story.claim(from: ["langsam"]).ids, is: [])
      try await expect("held", story.backend.locate(["ä"]), is: [])
    },
    ConformanceCase("every reason is kept") { story in
      for reason in DeadLetter.Reason.allCases {
        try await story.send(TaskID(reason.rawValue))
        try await story.settle(story.claimOne(), as: .deadLetter(reason, detail: reason.rawValue))
      }
      let letters = try await story.backend.deadLetters(after: 0, limit: 100)
      try expect("reasons", letters.map(\.reason), is: DeadLetter.Reason.allCases)
    },
    ConformanceCase("dead letters are read page by page") { story in
      try await story.bury(["a", "b", "c", "d", "e"])
      var pages: [[TaskID]] = []
      var last: Int64 = 0
      while true {
        let page = try await story.backend.deadLetters(after: last, limit: 2)
        guard let final = page.last else { break }
        try expect(page.allSatisfy { $0.number > last }, "numbers must rise")
        last = final.number
        pages.append(page.compactMap(\.message?.id))
      }
      try expect("pages", pages, is: [["a", "b"], ["c", "d"], ["e"]])
      try await expect("count", story.backend.deadLetterCount(), is: 5)
      try await expect("no page", story.backend.deadLetters(after: 0, limit: 0), is: [])
      try await expect("unknown", story.backend.deadLetter(last + 1), is: nil)
    },
    ConformanceCase("a replayed letter is as if new") { story in
      var message = story.message("a", dueIn: .seconds(1))
      message.retries = 2
      message.headers = ["trace": "7"]
      try await story.backend.enqueue([message])
      story.clock.advance(by: .seconds(1))
      for _ in 1...2 { try await story.settle(story.claimOne(), as: .requeue(countsDelivery: true)) }
      try await story.settle(story.claimOne(), as: .deadLetter(.rejected, detail: "no"))
      let numbers = try await story.letterNumbers(1)
      try await expect("replayed", story.backend.replayDeadLetters(numbers), is: numbers)
      let claimed = try await story.claimOne()
      message.eta = nil
      try expect("message", claimed.message, is: message)
      try expect("delivery count", claimed.deliveryCount, is: 1)
      try await expect("letters", story.backend.deadLetterCount(), is: 0)
      try await expect("replayed again", story.backend.replayDeadLetters(numbers), is: [])
    },
    ConformanceCase("only the named letters are replayed, unknown numbers left out") { story in
      try await story.bury(["a", "b", "c"])
      let numbers = try await story.letterNumbers(3)
      let replayed = try await story.backend.replayDeadLetters([numbers[1], 987_654_321, -1])
      try expect("replayed", replayed, is: [numbers[1]])
      try await expect("waiting", story.claim().ids, is: ["b"])
      try await expect("left", story.letterNumbers(2), is: [numbers[0], numbers[2]])
    },
    ConformanceCase("dropped letters are gone, and only those that existed are named") { story in
      try await story.bury(["a", "b", "c"])
      let numbers = try await story.letterNumbers(3)
      let dropped = try await story.backend.dropDeadLetters([numbers[0], numbers[2], 987_654_321])
      try expect("dropped", Set(dropped), is: [numbers[0], numbers[2]])
      try await expect("dropped again", story.backend.dropDeadLetters([numbers[0]]), is: [])
      try await expect("left", story.letterNumbers(1), is: [numbers[1]])
      try await expect("waiting", story.claim().ids, is: [])
    },
  ]

  static let unreadable = [
    ConformanceCase("bytes that are no message are handed out as data, and the others go on") { story in
      guard let plant = story.fixture.plantUnreadable else { return }
      try await story.send("before")
      try await plant(garbage, .standard)
      try await story.send("after")
      let batch = try await story.batch()
      try expect("readable", batch.messages.ids, is: ["before", "after"])
      try expect("unreadable", batch.unreadable.map(\.bytes), is: [garbage])
      try expect("queue", batch.unreadable.map(\.queue), is: [.standard])
      try expect(batch.unreadable.allSatisfy { !$0.reason.isEmpty }, "a reason is missing")
      try await expect("claimed again", story.batch(by: .two), is: ClaimBatch())
    },
    ConformanceCase("an unreadable message is set aside with its bytes, and never replayed") { story in
      guard let plant = story.fixture.plantUnreadable else { return }
      try await plant(garbage, .standard)
      let receipts = try await story.batch().unreadable.map(\.receipt)
      let settlements = receipts.map {
        Settlement(receipt: $0, disposition: .deadLetter(.unreadable, detail: "not JSON"))
      }
      try await expect("lost", story.backend.settle(settlements, by: .one), is: [])
      let letters = try await story.backend.deadLetters(after: 0, limit: 5)
      try expect("bytes", letters.map(\.bytes), is: [garbage])
      try expect("messages", letters.map(\.message), is: [nil])
      try expect("reasons", letters.map(\.reason), is: [.unreadable])
      try await expect("replayed", story.backend.replayDeadLetters(letters.map(\.number)), is: [])
      try await expect("dropped", story.backend.dropDeadLetters(letters.map(\.number)), is: letters.map(\.number))
    },
    ConformanceCase("an unreadable message of a dead node is handed out again") { story in
      guard let plant = story.fixture.plantUnreadable else { return }
      try await plant(garbage, .standard)
      _ = try await story.batch(by: .one)
      try await story.outlive()
      try await expect("restored", story.backend.restoreAbandoned(by: .two), is: 1)
      try await expect("unreadable", story.batch(by: .two).unreadable.map(\.bytes), is: [garbage])
    },
  ]

  private static let garbage: [UInt8] = [0x7B, 0x00, 0xFF, 0xC3, 0x28]
}

extension Story {
  fileprivate func bury(_ ids: [TaskID]) async throws {
    try await backend.enqueue(ids.map { message($0) })
    for claimed in try await claim() { try await settle(claimed, as: .deadLetter(.rejected, detail: "")) }
  }

  /// A store that lost one, or made one up, fails here.
  fileprivate func letterNumbers(
    _ count: Int, file: String = #fileID, line: Int = #line
  ) async throws -> [Int64] {
    let numbers = try await backend.deadLetters(after: 0, limit: 100).map(\.number)
    try expect("dead letters", numbers.count, is: count, file: file, line: line)
    return numbers
  }
}
