import Synchronization
import TaskModel
import Tasks
import TasksTesting
import Testing

@Suite struct TransactionalTaskTests {
  private let clock = ManualClock()

  private struct Add: TransactionalTask {
    static let name: TaskName = "add"
    static let transaction = TransactionOptions(attempts: 3)
    var number: Int
    func run(_ request: TaskRequest, in transaction: any DatabaseTransaction) async throws -> Int {
      try await transaction.execute("UPDATE shop SET a = a + \(number)")
      try transaction.send(name: "next")
      return number + 1
    }
  }

  private struct Leaks: RequestAwareTask {
    static let name: TaskName = "leaks"
    func run(_ request: TaskRequest) async throws {
      let transaction = try await request.database.begin()
      try await transaction.execute("UPDATE shop SET a")
    }
  }

  private func perform(
    _ type: any TaskDefinition.Type, _ arguments: TaskArguments, on database: ScriptedDatabase?,
    note: @escaping @Sendable (RunNote) -> Void = { _ in },
    noteChild: @escaping @Sendable (JSONValue) -> Void = { _ in }
  ) async throws -> JSONValue {
    let store = MemoryBackend(clock: clock)
    var services = Services()
    if let database { services.register(database, as: (any Database).self) }
    let context = ApplicationContext(
      services: services, queue: TaskQueue(broker: store, results: store, clock: clock))
    let task = try type.makeHandler(in: context).bind(arguments)
    return try await task.run(
      RunContext(
        message: TaskMessage(id: "one", task: type.name), deliveryCount: 1, node: "test", startedAt: clock.now,
        noteChild: noteChild, note: note)
    )
  }

  @Test func effectRecordAndFollowUpsAreOneCommit() async throws {
    let database = ScriptedDatabase(clock: clock)
    #expect(try await perform(Add.self, TaskArguments([6]), on: database) == 7)
    #expect(
      database.log == [
        "BEGIN", "INSERT INTO tasksd_inbox", "UPDATE shop SET", "INSERT INTO tasksd_outbox", "UPDATE tasksd_inbox SET",
        "COMMIT",
      ])
  }

  @Test func whatWasDoneBeforeReturnsWhatItReturnedThen() async throws {
    let database = ScriptedDatabase(clock: clock) { text, _ throws(DatabaseError) in
      switch text {
      case "INSERT INTO tasksd_inbox": SQLResult(affectedRows: 0)
      case "SELECT result FROM": SQLResult(columns: ["result"], rows: [[.text("41")]])
      default: SQLResult()
      }
    }
    let notes = Notes()
    #expect(try await perform(Add.self, TaskArguments([6]), on: database, note: notes.add) == 41)
    #expect(!database.log.contains("UPDATE shop SET"))
    #expect(notes.all == [.doneBefore])
  }

  @Test func replaysAreNotedWithTheirReason() async throws {
    let database = ScriptedDatabase(clock: clock) { text, connection throws(DatabaseError) in
      if text == "COMMIT" && connection < 3 { throw ScriptedDatabase.error(.conflict, "met another") }
      return SQLResult(affectedRows: 1)
    }
    let notes = Notes()
    _ = try await perform(Add.self, TaskArguments([6]), on: database, note: notes.add)
    #expect(notes.all == [.replayed(1, reason: "met another"), .replayed(2, reason: "met another")])
  }

  @Test func aLostCommitIsTriedAgainSinceNobodyKnows() async throws {
    let database = ScriptedDatabase(clock: clock) { text, _ throws(DatabaseError) in
      if text == "COMMIT" { throw ScriptedDatabase.error(.unavailable) }
      return SQLResult(affectedRows: 1)
    }
    let request = await #expect(throws: RetryRequest.self) {
      _ = try await perform(Add.self, TaskArguments([6]), on: database)
    }
    #expect(request?.reason.contains("nobody knows whether it was done") == true)
  }

  @Test func whatItSentIsNotedOnceThatIsCommitted() async throws {
    let database = ScriptedDatabase(clock: clock) { text, connection throws(DatabaseError) in
      if text == "COMMIT" && connection == 1 { throw ScriptedDatabase.error(.conflict) }
      return SQLResult(affectedRows: 1)
    }
    let children = Mutex(0)
    _ = try await perform(Add.self, TaskArguments([6]), on: database, noteChild: { _ in children.withLock { $0 += 1 } })
    #expect(children.withLock { $0 } == 1)
  }

  @Test func withoutADatabaseTheErrorSaysWhatToSet() async throws {
    let error = await #expect(throws: TaskRequestError.self) {
      _ = try await perform(Add.self, TaskArguments([6]), on: nil)
    }
    #expect(error?.description.contains("set database_url") == true)
  }

  @Test func aTransactionThatATaskForgotIsRolledBackAndNamed() async throws {
    let database = ScriptedDatabase(clock: clock)
    let notes = Notes()
    _ = try await perform(Leaks.self, TaskArguments(), on: database, note: notes.add)
    #expect(database.log == ["BEGIN", "UPDATE shop SET", "ROLLBACK"])
    #expect(database.lentCount == 0)
    #expect(notes.all == [.leakedTransaction(database: "scripted://test")])
  }
}

private final class Notes: Sendable {
  private let notes = Mutex<[RunNote]>([])
  var all: [RunNote] { notes.withLock { $0 } }
  @Sendable func add(_ note: RunNote) { notes.withLock { $0.append(note) } }
}
