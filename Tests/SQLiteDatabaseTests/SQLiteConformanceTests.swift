import SQLiteDatabase
import TaskModel
import Tasks
import TasksTesting
import Testing

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
}
