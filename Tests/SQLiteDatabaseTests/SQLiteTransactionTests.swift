import Synchronization
import TaskModel
import Tasks
import TasksTesting
import Testing

@testable import SQLiteDatabase

/// What SQLite does otherwise than other databases.
@Suite struct SQLiteTransactionTests {
  private let directory: TemporaryDirectory
  private let clock = ManualClock()

  init() throws { directory = try TemporaryDirectory() }

  private func open(busyTimeout: Duration = .seconds(60), statements: Int = 100) throws -> SQLiteDatabase {
    try SQLiteDatabase(
      directory.file(), options: SQLiteDatabaseOptions(busyTimeout: busyTimeout, maxStatements: statements),
      clock: clock)
  }

  /// Whether the other is in this process or not.
  @Test(arguments: [true, false]) func whoFindsAnotherWritingMeetsAConflict(isSameProcess: Bool) async throws {
    let first = try open(busyTimeout: .zero)
    let second = isSameProcess ? first : try open(busyTimeout: .zero)
    let holder = try await first.begin()
    try await holder.execute("CREATE TABLE t (n INTEGER)")
    let error = await #expect(throws: DatabaseError.self) {
      try await second.transaction(TransactionOptions(attempts: 3)) { _ in }
    }
    #expect(error?.code == .conflict)
    #expect(error?.message.contains("3 attempts") == true)
    try await holder.commit()
    _ = try await second.transaction { try await $0.execute("INSERT INTO t VALUES (1)") }
    await first.close()
    await second.close()
  }

  @Test func aReplayGoesThroughWhenTheOtherIsDone() async throws {
    let (first, second) = (try open(busyTimeout: .zero), try open(busyTimeout: .zero))
    let holder = try await first.begin()
    try await holder.execute("CREATE TABLE t (n INTEGER)")
    try await holder.execute("INSERT INTO t VALUES (0)")
    let replays = Mutex(0)
    let ending = Mutex<Task<Void, any Error>?>(nil)
    let tasks = TaskDatabase(second, messages: MessageFactory(clock: clock)) { note in
      guard case .replayed = note else { return }
      replays.withLock { $0 += 1 }
      ending.withLock { ending in if ending == nil { ending = Task { try await holder.commit() } } }
    }
    _ = try await tasks.transaction(TransactionOptions(attempts: .max)) { transaction in
      try await transaction.execute("UPDATE t SET n = n + 1")
    }
    try await ending.withLock { $0 }?.value
    #expect(replays.withLock { $0 } >= 1)
    let value = try await first.transaction { try await $0.first("SELECT n FROM t")?.get("n", as: Int.self) }
    #expect(value == 1)
    await first.close()
    await second.close()
  }

  @Test func readersGoOnWhileAnotherWrites() async throws {
    let database = try open(busyTimeout: .zero)
    let holder = try await database.begin()
    try await holder.execute("CREATE TABLE t (n INTEGER)")
    let seen = try await database.transaction(TransactionOptions(isReadOnly: true)) { transaction in
      try await transaction.query("SELECT name FROM sqlite_schema WHERE name = 't'")
    }
    #expect(seen.isEmpty)
    await holder.rollback()
    await database.close()
  }

  @Test func aTransactionInATransactionIsRefusedAndTheOuterOneKeepsItsTurn() async throws {
    let database = try open(busyTimeout: .zero)
    let connection = try await database.lend()
    try await connection.begin(TransactionOptions())
    let error = await #expect(throws: DatabaseError.self) { try await connection.begin(TransactionOptions()) }
    #expect(error?.code == .statement)
    let other = await #expect(throws: DatabaseError.self) {
      try await database.transaction(TransactionOptions(attempts: 1)) { _ in }
    }
    #expect(other?.code == .conflict)
    try await connection.commit()
    await database.giveBack(connection)
    try await database.transaction(TransactionOptions(attempts: 1)) { _ in }
    await database.close()
  }

  @Test func aFullDiskIsToldAndWhatWasDoneIsRolledBack() async throws {
    let database = try open()
    _ = try await database.transaction { try await $0.execute("CREATE TABLE t (n INTEGER, b BLOB)") }
    let connection = try await database.lend()
    _ = try await connection.run("PRAGMA max_page_count = 30")
    try await connection.begin(TransactionOptions())
    _ = try await connection.run("INSERT INTO t VALUES (1, NULL)")
    let full = await #expect(throws: DatabaseError.self) {
      for number in 2...100 { _ = try await connection.run("INSERT INTO t VALUES (\(number), zeroblob(20000))") }
    }
    #expect(full?.code == .storage)
    await connection.rollback()
    #expect(try await connection.run("SELECT count(*) FROM t").rows == [[.integer(0)]])
    await database.giveBack(connection)
    await database.close()
  }

  /// SQLite rolls the whole transaction back when a change is interrupted; what follows must not be committed without it.
  @Test func nothingFollowsInATransactionThatSQLiteEnded() async throws {
    let database = try open()
    let connection = try await database.lend()
    _ = try await connection.run("CREATE TABLE t (n INTEGER UNIQUE)")
    try await connection.begin(TransactionOptions())
    _ = try await connection.run("INSERT INTO t VALUES (1)")
    let error = await #expect(throws: DatabaseError.self) {
      _ = try await connection.run("INSERT OR ROLLBACK INTO t VALUES (1)")
    }
    #expect(error?.code == .constraint)
    let next = await #expect(throws: DatabaseError.self) { _ = try await connection.run("INSERT INTO t VALUES (2)") }
    #expect(next?.code == .constraint)
    #expect(next?.message.contains("rolled back because of") == true)
    await #expect(throws: DatabaseError.self) { try await connection.commit() }
    await connection.rollback()
    #expect(try await connection.run("SELECT n FROM t").rows == [])
    await database.giveBack(connection)
    await database.close()
  }

  @Test func aChangeThatIsCancelledLeavesNothing() async throws {
    let database = try open()
    let task = Task {
      _ = try await database.transaction { transaction in
        try await transaction.execute("CREATE TABLE t (n INTEGER)")
        try await transaction.execute(
          "INSERT INTO t WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) SELECT n FROM c WHERE n < 0")
      }
    }
    for _ in 0..<100 { await Task.yield() }
    task.cancel()
    let error = await #expect(throws: DatabaseError.self) { try await task.value }
    #expect(error?.code == .cancelled)
    let tables = try await database.transaction {
      try await $0.query("SELECT name FROM sqlite_schema WHERE name = 't'")
    }
    #expect(tables.isEmpty)
    await database.close()
  }

  @Test func whoWaitsForItsTurnWaitsNoLongerWhenCancelled() async throws {
    let database = try open()
    let holder = try await database.begin()
    let waiting = Task { try await database.transaction { _ in } }
    for _ in 0..<100 { await Task.yield() }
    waiting.cancel()
    let error = await #expect(throws: DatabaseError.self) { try await waiting.value }
    #expect(error?.code == .cancelled)
    await holder.rollback()
    await database.close()
  }

  @Test func whoWaitsForAnotherProcessWaitsNoLongerWhenCancelled() async throws {
    let (first, second) = (try open(), try open())
    let holder = try await first.begin()
    let waiting = Task { try await second.transaction { _ in } }
    for _ in 0..<100 { await Task.yield() }
    waiting.cancel()
    let error = await #expect(throws: DatabaseError.self) { try await waiting.value }
    #expect(error?.code == .cancelled)
    await holder.rollback()
    await first.close()
    await second.close()
  }

  @Test func manyDifferentStatementsRunWithFewKept() async throws {
    let database = try open(statements: 3)
    try await database.transaction { transaction in
      for number in 0..<200 {
        let row = try await transaction.first("SELECT \(raw: "\(number % 11)") AS n")
        #expect(try row?.get("n", as: Int.self) == number % 11)
      }
    }
    await database.close()
  }
}
