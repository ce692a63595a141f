import Tasks
import TasksTesting
import Testing

@Suite struct WithTasksTests {
  struct Order: TransactionalTask {
    static let name: TaskName = "order"
    var number: Int
    func run(_ request: TaskRequest, in transaction: any DatabaseTransaction) async throws {
      try await transaction.execute("INSERT INTO orders VALUES (\(number))")
      try transaction.send(Notify(number: number), countdown: .hours(2))
    }
  }

  struct Notify: RequestAwareTask {
    static let name: TaskName = "notify"
    var number: Int
    func run(_ request: TaskRequest) async throws { try request.services.require(Ledger.self).note("\(number)") }
  }

  struct Fail: RequestAwareTask {
    static let name: TaskName = "fail"
    struct Boom: Error {}
    func run(_ request: TaskRequest) async throws { throw Boom() }
  }

  enum Shop: TaskApplication {
    static let tasks: [any TaskDefinition.Type] = [Order.self, Notify.self, Fail.self]
    static func prepare(_ services: inout Services, settings: Settings) async throws {
      services.register(Ledger(["prepared with \(settings["key"] ?? "nothing")"]))
    }
  }

  @Test func theFollowUpGoesOutWhenItsTimeHasCome() async throws {
    let ledger = Ledger()
    try await withTasks(Shop.self, override: { $0.register(ledger) }) { tasks in
      try await tasks.database.transaction { try await $0.execute("CREATE TABLE orders (number INTEGER)") }
      try await tasks.database.transaction { try $0.send(Order(number: 7)) }
      #expect(try await tasks.drain().map(\.message?.task) == ["order"])
      #expect(ledger.lines.isEmpty)
      tasks.clock.advance(by: .hours(2))
      #expect(try await tasks.drain().count == 1)
      #expect(ledger.lines == ["7"])
      #expect(tasks.runs.count == 2)
    }
  }

  @Test func theApplicationPreparesItselfWithTheSettingsOfTheTest() async throws {
    try await withTasks(Shop.self, settings: ["key": "4711"]) { tasks in
      let ledger = try tasks.services.require(Ledger.self)
      #expect(ledger.lines == ["prepared with 4711"])
      #expect(tasks.settings["key"] == "4711")
    }
  }

  @Test func aDrainThrowsWhatATaskThrewOnce() async throws {
    try await withTasks(Shop.self) { tasks in
      try await tasks.queue.send(Fail())
      await #expect(throws: TaskFailure(type: "Boom", message: "Boom()")) { try await tasks.drain() }
      #expect(try await tasks.drain().isEmpty)
      #expect(tasks.runs.count == 1)
    }
  }

  @Test func aDrainThatIsToPassNothingOnReturnsFailures() async throws {
    try await withTasks(Shop.self) { tasks in
      let id = try await tasks.queue.send(Fail()).id
      let runs = try await tasks.drain(propagatesErrors: false)
      #expect(runs.map(\.outcome) == [.failed(TaskFailure(type: "Boom", message: "Boom()"))])
      #expect(try await tasks.result(of: id)?.state == .failure)
    }
  }

  @Test func eagerTasksRunBeforeSendReturns() async throws {
    let ledger = Ledger()
    try await withTasks([Notify.self], mode: .eager(), prepare: { $0.register(ledger) }) { tasks in
      try await tasks.queue.send(Notify(number: 1))
      #expect(ledger.lines == ["1"])
      try await tasks.database.transaction { transaction in
        try transaction.send(Notify(number: 2))
        #expect(ledger.lines == ["1"])
      }
      #expect(ledger.lines == ["1", "2"])
      #expect(try await tasks.drain().count == 2)
    }
  }

  @Test func eagerErrorsComeOutOfSendWhereAskedForAndNeverOutOfACommit() async throws {
    try await withTasks([Fail.self], mode: .eager(propagatesErrors: true)) { tasks in
      let error = await #expect(throws: SendError.self) { try await tasks.queue.send(Fail()) }
      #expect(error?.code == .taskFailed)
      #expect(error?.failure?.type == "Boom")
      try await tasks.drain(propagatesErrors: false)
      try await tasks.database.transaction { try $0.send(Fail()) }
      await #expect(throws: TaskFailure.self) { try await tasks.drain() }
      #expect(tasks.runs.count == 2)
    }
  }

  @Test func aNameThatIsTakenTwiceIsAnErrorOfTheTest() async throws {
    await #expect(throws: RegistrationError.self) { try await withTasks([Fail.self, Fail.self]) { _ in } }
  }

  @Test func errorsOfTheBodyPassThrough() async throws {
    struct Mine: Error {}
    await #expect(throws: Mine.self) { try await withTasks([Fail.self]) { _ in throw Mine() } }
  }
}
