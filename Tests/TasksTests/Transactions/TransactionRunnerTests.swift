import Synchronization
import TaskModel
import Tasks
import TasksTesting
import Testing

@Suite struct TransactionRunnerTests {
  private let clock = ManualClock()

  @Test func whatIsSentIsWrittenBeforeTheNextStatementAndBeforeTheCommit() async throws {
    let database = ScriptedDatabase(clock: clock)
    try await database.transaction { transaction in
      try transaction.send(name: "first")
      try transaction.send(name: "second")
      try await transaction.execute("UPDATE shop SET a")
      try transaction.send(name: "third")
    }
    #expect(
      database.log == [
        "BEGIN", "INSERT INTO tasksd_outbox", "UPDATE shop SET", "INSERT INTO tasksd_outbox", "COMMIT",
      ])
    #expect(database.lentCount == 0)
  }

  @Test func anErrorOfTheBodyRollsBackAndPassesWithoutAReplay() async throws {
    struct Mistake: Error {}
    let database = ScriptedDatabase(clock: clock)
    await #expect(throws: Mistake.self) {
      try await database.transaction { transaction in
        try transaction.send(name: "never")
        throw Mistake()
      }
    }
    #expect(database.log == ["BEGIN", "ROLLBACK"])
    #expect(database.lentCount == 0)
  }

  @Test(arguments: ["UPDATE shop SET", "COMMIT", "INSERT INTO tasksd_outbox", "BEGIN"])
  func aConflictAnywhereRunsTheWholeBodyAgain(place: String) async throws {
    let database = ScriptedDatabase(clock: clock) { text, connection throws(DatabaseError) in
      if text == place && connection == 1 { throw ScriptedDatabase.error(.conflict) }
      return SQLResult(affectedRows: 1)
    }
    let runs = Mutex(0)
    let runOfTheBody = place == "BEGIN" ? 1 : 2
    try await database.transaction { transaction in
      runs.withLock { $0 += 1 }
      try transaction.send(name: "once")
      try await transaction.execute("UPDATE shop SET a")
    }
    #expect(runs.withLock { $0 } == runOfTheBody)
    #expect(database.log.last == "COMMIT")
    #expect(database.lentCount == 0)
  }

  @Test func aConflictThatTheBodyCaughtIsAConflictAllTheSame() async throws {
    let database = ScriptedDatabase(clock: clock) { text, connection throws(DatabaseError) in
      if text == "UPDATE shop SET" && connection == 1 { throw ScriptedDatabase.error(.conflict) }
      if text == "COMMIT" && connection == 1 {
        throw ScriptedDatabase.error(.statement, "current transaction is aborted")
      }
      return SQLResult(affectedRows: 1)
    }
    let runs = Mutex(0)
    try await database.transaction { transaction in
      runs.withLock { $0 += 1 }
      _ = try? await transaction.execute("UPDATE shop SET a")
    }
    #expect(runs.withLock { $0 } == 2)
  }

  @Test func endlessConflictsEndAfterTheAttemptsAndSaySo() async throws {
    let database = ScriptedDatabase(clock: clock) { text, _ throws(DatabaseError) in
      if text == "COMMIT" { throw ScriptedDatabase.error(.conflict, "could not serialize access") }
      return SQLResult()
    }
    let runs = Mutex(0)
    let error = await #expect(throws: DatabaseError.self) {
      try await database.transaction(TransactionOptions(attempts: 3)) { _ in runs.withLock { $0 += 1 } }
    }
    #expect(runs.withLock { $0 } == 3)
    #expect(error?.description.contains("serialization conflict: met other transactions in all of 3 attempts") == true)
    #expect(database.lentCount == 0)
  }

  @Test func aSavepointThatIsRolledBackTakesBackWhatWasSentInIt() async throws {
    struct Mistake: Error {}
    let database = ScriptedDatabase(clock: clock)
    try await database.transaction { transaction in
      try transaction.send(name: "before")
      try? await transaction.savepoint {
        try transaction.send(name: "inside")
        throw Mistake()
      }
    }
    #expect(
      database.log == [
        "BEGIN", "INSERT INTO tasksd_outbox", "SAVEPOINT \"tasksd_1\"", "ROLLBACK TO SAVEPOINT",
        "RELEASE SAVEPOINT \"tasksd_1\"", "COMMIT",
      ])
  }

  @Test func aSavepointThatCannotBeUndoneIsNeverCommitted() async throws {
    struct Mistake: Error {}
    let database = ScriptedDatabase(clock: clock) { text, _ throws(DatabaseError) in
      if text == "ROLLBACK TO SAVEPOINT" { throw ScriptedDatabase.error(.unavailable) }
      return SQLResult()
    }
    await #expect(throws: DatabaseError.self) {
      try await database.transaction { transaction in
        try? await transaction.savepoint { throw Mistake() }
      }
    }
    #expect(!database.log.contains("COMMIT"))
    #expect(database.lentCount == 0)
  }

  @Test func whatCouldNotBeWrittenForbidsTheCommit() async throws {
    let database = ScriptedDatabase(clock: clock) { text, _ throws(DatabaseError) in
      if text == "INSERT INTO tasksd_outbox" { throw ScriptedDatabase.error(.storage, "disk full") }
      return SQLResult()
    }
    await #expect(throws: DatabaseError.self) {
      try await database.transaction { transaction in
        try transaction.send(name: "lost")
        _ = try? await transaction.execute("UPDATE shop SET a")
      }
    }
    #expect(!database.log.contains("COMMIT"))
  }

  @Test func aDoomedTransactionIsRolledBackWithoutAnError() async throws {
    let database = ScriptedDatabase(clock: clock)
    let value = try await database.transaction { transaction in
      try transaction.send(name: "never")
      transaction.doom()
      return 7
    }
    #expect(value == 7)
    #expect(database.log == ["BEGIN", "ROLLBACK"])
  }

  @Test(arguments: [true, false])
  func aConflictIsReplayedWhateverTheBodyMakesOfIt(_ dooms: Bool) async throws {
    let database = ScriptedDatabase(clock: clock) { text, connection throws(DatabaseError) in
      if text == "UPDATE shop SET" && connection == 1 { throw ScriptedDatabase.error(.conflict) }
      return SQLResult(affectedRows: 1)
    }
    try await database.transaction { transaction in
      do { try await transaction.execute("UPDATE shop SET a") } catch { if dooms { transaction.doom() } }
    }
    #expect(database.log == ["BEGIN", "UPDATE shop SET", "ROLLBACK", "BEGIN", "UPDATE shop SET", "COMMIT"])
  }

  @Test func aConnectionThatIsLostWhileCommittingLeavesItUncertain() async throws {
    let database = ScriptedDatabase(clock: clock) { text, _ throws(DatabaseError) in
      if text == "COMMIT" { throw ScriptedDatabase.error(.unavailable, "server closed the connection") }
      return SQLResult()
    }
    let error = await #expect(throws: DatabaseError.self) { try await database.transaction { _ in } }
    #expect(error?.code == .uncertain)
    #expect(database.log == ["BEGIN", "COMMIT", "ROLLBACK"])
  }

  @Test func sendingInATransactionThatIsOverThrows() async throws {
    let database = ScriptedDatabase(clock: clock)
    let kept = try await database.transaction { transaction in transaction }
    let error = #expect(throws: SendError.self) { try kept.send(name: "late") }
    #expect(error?.code == .transactionIsOver)
    await #expect(throws: DatabaseError.self) { try await kept.execute("UPDATE shop SET a") }
  }

  @Test func aTaskThatCannotBeSentThrowsOnTheLineAndTheTransactionGoesOn() async throws {
    let database = ScriptedDatabase(clock: clock)
    try await database.transaction { transaction in
      let error = #expect(throws: SendError.self) {
        try transaction.send(name: "bad", arguments: TaskArguments([.double(.nan)]))
      }
      #expect(error?.path == "args[0]")
      try await transaction.execute("UPDATE shop SET a")
    }
    #expect(database.log == ["BEGIN", "UPDATE shop SET", "COMMIT"])
  }

  @Test func aForgottenTransactionIsGivenBack() async throws {
    let database = ScriptedDatabase(clock: clock)
    var transaction: OpenTransaction? = try await database.begin()
    #expect(transaction != nil && database.lentCount == 1)
    transaction = nil
    while database.lentCount > 0 { await Task.yield() }
  }
}
