import SQLiteDatabase
import TaskModel
import Tasks
import Testing

@testable import TasksTesting

@Suite struct SQLiteConformanceTests {
  @Test(arguments: DatabaseConformance.cases)
  func aFileKeepsThePromise(_ promise: DatabaseConformanceCase) async throws {
    let directory = try TemporaryDirectory()
    let clock = ManualClock()
    try await promise.run(
      DatabaseFixture(clock: clock) { connections, wait in
        try SQLiteDatabase(
          directory.file(), options: SQLiteDatabaseOptions(maxConnections: connections, maxWait: wait), clock: clock)
      })
  }

  /// Those that look from one connection at a time: a database in memory has one.
  @Test(arguments: DatabaseConformance.values + DatabaseConformance.statements + DatabaseConformance.savepoints)
  func memoryKeepsThePromise(_ promise: DatabaseConformanceCase) async throws {
    let clock = ManualClock()
    try await promise.run(DatabaseFixture(clock: clock) { _, _ in try SQLiteDatabase(":memory:", clock: clock) })
  }
}
