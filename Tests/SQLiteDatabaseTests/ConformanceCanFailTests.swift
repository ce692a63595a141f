import SQLiteDatabase
import TaskModel
import Tasks
import TasksTesting
import Testing

/// A text that nothing can fail says nothing: each broken promise is found by the case that is about it.
@Suite struct ConformanceCanFailTests {
  @Test(
    arguments: [
      (.commitsWhatIsRolledBack, "what was rolled back was never there"),
      (.losesWhatIsCommitted, "another connection sees what a transaction did once it is committed, and not before"),
      (.leavesATransactionOpen, "a transaction that is open when its connection comes back is rolled back"),
      (.neverRings, "a commit that sends rings"),
      (.makesTextOfNumbers, "integers come back as they went"),
      (.forgetsAffectedRows, "a statement tells how many rows it changed"),
      (.putsValuesIntoTheStatement, "what is bound is never read as SQL"),
      (.takesRulesForConflicts, "a broken rule is a constraint error: unique, not null, check, foreign key"),
    ] as [(BrokenDatabase.Fault, String)])
  func aBrokenPromiseIsFound(fault: BrokenDatabase.Fault, name: String) async throws {
    let directory = try TemporaryDirectory()
    let clock = ManualClock()
    let promise = try #require(DatabaseConformance.named(name))
    await #expect(throws: (any Error).self) {
      try await promise.run(
        DatabaseFixture(clock: clock) { connections, wait in
          BrokenDatabase(
            try SQLiteDatabase(
              directory.file(), options: SQLiteDatabaseOptions(maxConnections: connections, maxWait: wait),
              clock: clock), fault)
        })
    }
  }

  @Test func noTwoCasesHaveTheSameName() {
    let names = DatabaseConformance.cases.map(\.name)
    #expect(Set(names).count == names.count)
  }
}
