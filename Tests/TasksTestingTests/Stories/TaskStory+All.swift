import Tasks
import TasksTesting
import Testing

extension TaskStory {
  static let all = [
    success, abort, failure, ownTransactions, countdown, retry, conflict, workflow, order, unencodable, doom,
    redelivery,
  ]

  static let success = TaskStory(title: "a task that a transaction sent runs after its commit", runs: 1) { tasks, _ in
    let id = try await tasks.database.transaction { transaction in
      let id = try transaction.send(Rename(person: 1, to: "Åsa Öberg"))
      #expect(tasks.runs.isEmpty)
      return id
    }
    try await tasks.drain()
    #expect(try await tasks.name(of: 1) == "Åsa Öberg")
    #expect(try await tasks.result(of: id)?.value == 1)
  }

  static let abort = TaskStory(title: "a transaction that is given up sends nothing", runs: 0) { tasks, ledger in
    struct GivenUp: Error {}
    await #expect(throws: GivenUp.self) {
      try await tasks.database.transaction { transaction in
        try transaction.send(Note(line: "through the transaction"))
        try await tasks.queue.send(Note(line: "through the queue"))
        throw GivenUp()
      }
    }
    let runs = try await tasks.drain()
    #expect(runs.isEmpty)
    #expect(ledger.lines.isEmpty)
  }

  static let failure = TaskStory(
    title: "a task that fails changes nothing and sends nothing; what it did elsewhere stays", runs: 1
  ) { tasks, ledger in
    let id = try await tasks.database.transaction { try $0.send(RenameAndFail(person: 1)) }
    await #expect(throws: TaskFailure(type: "Boom", message: "Boom()")) { try await tasks.drain() }
    #expect(try await tasks.name(of: 1) == "nobody")
    #expect(try await tasks.result(of: id)?.state == .failure)
    #expect(ledger.lines == ["outside"])
  }

  static let ownTransactions = TaskStory(
    title: "of two transactions of a request-aware task the first stays when the second fails", runs: 2
  ) { tasks, ledger in
    let id = try await tasks.queue.send(TwoSteps(person: 1)).id
    try await tasks.drain(propagatesErrors: false)
    #expect(try await tasks.name(of: 1) == "first step")
    #expect(try await tasks.result(of: id)?.state == .failure)
    #expect(ledger.lines == ["first"])
  }

  static let countdown = TaskStory(title: "a task with a countdown waits for its time", runs: 1) { tasks, ledger in
    try await tasks.database.transaction { _ = try $0.send(Note(line: "later"), countdown: .hours(2)) }
    #expect(try await tasks.drain().isEmpty)
    tasks.clock.advance(by: .hours(2) - .microseconds(1))
    #expect(try await tasks.drain().isEmpty)
    tasks.clock.advance(by: .microseconds(1))
    #expect(try await tasks.drain().count == 1)
    #expect(ledger.lines == ["later"])
  }

  static let retry = TaskStory(title: "a task that fails is tried again after its pause", runs: 3) { tasks, _ in
    let id = try await tasks.queue.send(Flaky()).id
    for state in [TaskState.retry, .retry, .success] {
      try await tasks.drain()
      #expect(try await tasks.result(of: id)?.state == state)
      tasks.clock.advance(by: .seconds(60))
    }
    #expect(try await tasks.result(of: id)?.value == 3)
  }

  static let conflict = TaskStory(
    title: "a transaction that meets another is replayed as a whole, in one run, and sends once", runs: 2
  ) { tasks, ledger in
    try await tasks.queue.send(Contended(person: 1))
    try await tasks.drain()
    #expect(ledger.lines == ["body", "body", "body", "sent once"])
    #expect(try await tasks.changes(of: 1) == 1)
  }

  static let workflow = TaskStory(title: "each task of a chain gets the result of the one before", runs: 3) {
    tasks, _ in
    let id = try await tasks.database.transaction { transaction in
      try transaction.send(chain(Plus(x: 1, y: 2).signature(), Plus.signature(10), Plus.signature(100)))
    }
    try await tasks.drain()
    let last = try #require(id)
    #expect(try await tasks.result(of: last)?.value == 113)
  }

  static let order = TaskStory(
    title: "what a transaction sends runs in its order; not what a savepoint took back", runs: 3
  ) { tasks, ledger in
    struct GivenUp: Error {}
    try await tasks.database.transaction { transaction in
      try transaction.send(Note(line: "A"))
      try? await transaction.savepoint {
        try transaction.send(Note(line: "taken back"))
        throw GivenUp()
      }
      try await tasks.queue.send(Note(line: "B"))
      try transaction.send(Note(line: "C"))
    }
    try await tasks.drain()
    #expect(ledger.lines == ["A", "B", "C"])
  }

  static let unencodable = TaskStory(
    title: "an argument that is not JSON fails where it is sent, and nothing else does", runs: 1
  ) { tasks, _ in
    let id = try await tasks.database.transaction { transaction in
      let error = #expect(throws: SendError.self) { try transaction.send(Measure(value: .nan)) }
      #expect(error?.path == "value")
      return try transaction.send(Measure(value: 0.1))
    }
    try await tasks.drain()
    #expect(try await tasks.result(of: id)?.value == 0.1)
  }

  static let doom = TaskStory(title: "a doomed transaction changes and sends nothing, and ends well", runs: 1) {
    tasks, ledger in
    let id = try await tasks.queue.send(Doomed(person: 1)).id
    try await tasks.drain()
    #expect(try await tasks.name(of: 1) == "nobody")
    #expect(try await tasks.result(of: id)?.value == "all is well")
    #expect(ledger.lines.isEmpty)
  }

  static let redelivery = TaskStory(
    title: "a task that is handed out again does nothing again, and has the same result", runs: 2
  ) { tasks, _ in
    try await tasks.queue.send(Rename(person: 1, to: "once"), taskID: "4711")
    try await tasks.drain()
    try await tasks.queue.send(Rename(person: 1, to: "twice"), taskID: "4711")
    try await tasks.drain()
    #expect(try await tasks.name(of: 1) == "once")
    #expect(try await tasks.changes(of: 1) == 1)
    #expect(try await tasks.result(of: "4711")?.value == 1)
  }
}
