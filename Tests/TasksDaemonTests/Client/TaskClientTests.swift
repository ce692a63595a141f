import FoundationEssentials
import Synchronization
import TaskModel
import Tasks
import TasksDaemon
import Testing

/// A client of one configuration file, as a web process has it.
@Suite struct TaskClientTests {
  struct Note: RequestAwareTask {
    static let name: TaskName = "client_note"
    var line: String
    func run(_ request: TaskRequest) async throws {
      try request.services.require(Lines.self).add("\(line), attempt \(request.attempt)")
    }
  }

  struct Fail: RequestAwareTask {
    struct Boom: Error {}
    static let name: TaskName = "client_fail"
    func run(_ request: TaskRequest) async throws { throw Boom() }
  }

  /// Sends two others while it runs.
  struct Fork: TransactionalTask {
    static let name: TaskName = "client_fork"
    func run(_ request: TaskRequest, in transaction: any DatabaseTransaction) async throws {
      try await request.queue.send(Note(line: "at once"))
      try transaction.send(Note(line: "with the commit"))
      try request.services.require(Lines.self).add("fork")
    }
  }

  enum Shop: TaskApplication {
    static let tasks: [any TaskDefinition.Type] = [Note.self, Fail.self, Fork.self]
    static func prepare(_ services: inout Services, settings: Settings) async throws { services.register(Lines()) }
  }

  final class Lines: Sendable {
    private let state = Mutex<[String]>([])
    func add(_ line: String) { state.withLock { $0.append(line) } }
    var all: [String] { state.withLock { $0 } }
  }

  /// A client by this configuration, and what its tasks have noted.
  private func withClient(
    _ configuration: String, _ body: (TaskClient, Lines) async throws -> Void
  ) async throws {
    let directory = "/tmp/tasksd-client-\(UInt32.random(in: 0...UInt32.max))"
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(atPath: directory) }
    try Data("[tasksd]\nstate_directory = %(here)s\n\(configuration)\n".utf8).write(
      to: URL(fileURLWithPath: directory + "/shop.ini"))
    let client = try await TaskClient.open(Shop.self, configuration: directory + "/shop.ini")
    do {
      try await body(client, try client.services.require())
      await client.close()
    } catch {
      await client.close()
      throw error
    }
  }

  static let eager = "task_always_eager = true\ndatabase_url = sqlite:///shop.db"

  @Test func anEagerClientNeedsNoBrokerAndRunsBeforeSendReturns() async throws {
    try await withClient(Self.eager + "\nbroker_url = redis://127.0.0.1:1/0") { client, lines in
      let result = try await client.queue.send(Note(line: "sent"))
      #expect(lines.all == ["sent, attempt 1"])
      #expect(try await result.state() == .success)
    }
  }

  @Test func aTransactionsTasksRunAfterItsCommitAndNeverAfterARollback() async throws {
    struct GivenUp: Error {}
    try await withClient(Self.eager) { client, lines in
      await #expect(throws: GivenUp.self) {
        try await client.database.transaction { transaction in
          try transaction.send(Note(line: "rolled back"))
          throw GivenUp()
        }
      }
      try await client.database.transaction { transaction in
        try transaction.send(Note(line: "committed"))
        #expect(lines.all.isEmpty)
      }
      #expect(lines.all == ["committed, attempt 1"])
    }
  }

  @Test func aFrameworksTransactionOnTheDatabaseItselfCountsToo() async throws {
    try await withClient(Self.eager) { client, lines in
      let database = try client.services.require((any Database).self)
      try await database.transaction { try $0.send(Note(line: "by the framework")) }
      #expect(lines.all.count == 1)
      let open = try await database.begin()
      try open.send(Note(line: "by hand"))
      try await open.commit()
      #expect(lines.all.count == 2)
    }
  }

  @Test func whatATaskSendsRunsBehindIt() async throws {
    try await withClient(Self.eager) { client, lines in
      try await client.queue.send(Fork())
      #expect(lines.all.first == "fork")
      #expect(Set(lines.all) == ["fork", "at once, attempt 1", "with the commit, attempt 1"])
      #expect(lines.all.count == 3)
    }
  }

  @Test func whatIsNotDueDoesNotRun() async throws {
    try await withClient(Self.eager) { client, lines in
      try await client.queue.send(Note(line: "later"), countdown: .hours(2))
      try await client.drain()
      #expect(lines.all.isEmpty)
    }
  }

  @Test func errorsArePassedOnOnlyWhereTheConfigurationSaysSo() async throws {
    try await withClient(Self.eager) { client, _ in
      #expect(try await client.queue.send(Fail()).state() == .failure)
      try await client.drain()
    }
    try await withClient(Self.eager + "\ntask_eager_propagates = true") { client, _ in
      let error = await #expect(throws: SendError.self) { try await client.queue.send(Fail()) }
      #expect(error?.failure?.type == "Boom")
      try await client.database.transaction { try $0.send(Fail()) }
      await #expect(throws: TaskFailure.self) { try await client.drain() }
      try await client.drain()
    }
  }

  @Test func anOrdinaryClientLeavesTasksToTheWorkersAndItsRelayBringsWhatTransactionsSend() async throws {
    try await withClient("database_url = sqlite:///shop.db") { client, lines in
      let result = try await client.queue.send(Note(line: "queued"))
      #expect(try await result.state() == .pending)
      try await client.database.transaction { try $0.send(Note(line: "in the outbox")) }
      #expect(lines.all.isEmpty)
      let relay = try #require(client.relay)
      #expect(try await relay.relayBatch() == 1)
      #expect(lines.all.isEmpty)
    }
  }

  @Test func aServiceOfAnEagerClientRunsUntilItIsCancelled() async throws {
    try await withClient(Self.eager) { client, _ in
      let running = Task { await client.run() }
      running.cancel()
      await running.value
    }
  }

  @Test func aWrongConfigurationIsToldWithItsLine() async throws {
    let error = await #expect(throws: TaskClientError.self) {
      try await withClient("task_always_eager = maybe") { _, _ in }
    }
    #expect(error?.code == .configuration)
    #expect(error?.description.contains("shop.ini:3") == true)
  }

  @Test func withoutADatabaseAskingForOneNamesTheOption() async throws {
    try await withClient("task_always_eager = true") { client, _ in
      #expect(throws: TaskRequestError.databaseMissing) { try client.database }
    }
  }
}
