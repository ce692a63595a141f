import Hummingbird
import HummingbirdTesting
import Logging
import TaskModel
import Tasks
import TasksHummingbird
import TasksTesting
import Testing

/// A web server whose tasks are run when the test wants it.
struct Office: Sendable {
  let browser: any TestClientProtocol
  let tasks: TestedTasks
  let database: TroubledDatabase
  let phone: Phone
  /// Of a task that runs with the test.
  let meeting: Meeting

  static func open(
    on kind: TestDatabase, mode: TaskMode = .drained, rollBackOn rule: RollbackRule = .never,
    routes: @escaping @Sendable (RouterGroup<ShopContext>) -> Void,
    _ body: @escaping @Sendable (Office) async throws -> Void
  ) async throws {
    let clock = ManualClock()
    let database = TroubledDatabase(try await kind.make(clock: clock))
    let phone = Phone()
    let meeting = Meeting(of: 2)
    try await database.transaction { try await $0.execute("CREATE TABLE product (name text PRIMARY KEY)") }
    let known: [any TaskDefinition.Type] = [AskCustomer.self, SendText.self, Announce.self, BrewTea.self]
    try await withTasks(
      known, mode: mode, clock: clock, database: database,
      prepare: {
        $0.register(phone)
        $0.register(meeting)
      }
    ) { tasks in
      let router = Router(context: ShopContext.self)
      let transactions = TransactionMiddleware<ShopContext>(
        database: database, queue: tasks.queue, rollBackOn: rule)
      routes(router.group().add(middleware: transactions))
      var logger = Logger(label: "test")
      logger.logLevel = .critical
      try await Application(router: router, logger: logger).test(.ahc()) { browser in
        try await body(Office(browser: browser, tasks: tasks, database: database, phone: phone, meeting: meeting))
      }
    }
    await database.close()
  }

  /// Has something delivered: the request that all stories begin with.
  func deliver() async throws {
    try await browser.execute(uri: "/delivered", method: .post) { #expect($0.status == .created) }
  }

  /// How many tasks are in the queue, and how many wait for their time.
  var queued: (waiting: Int, deferred: Int) {
    get async throws {
      let statistics = try await tasks.store.queueStatistics(of: [.standard]).first
      return (statistics?.waiting ?? 0, statistics?.deferred ?? 0)
    }
  }
}
