import SQLiteBackend
import TaskModel
import TasksTesting
import Testing

/// One after the other: each open file takes one of the user's inotify instances, often 128 in all.
@Suite(.serialized) struct SQLiteConformanceTests {
  /// Every look from outside is another connection on the same file, as another process would have.
  @Test(arguments: BackendConformance.cases)
  func aFileKeepsThePromise(_ promise: ConformanceCase) async throws {
    let directory = try TemporaryDirectory()
    let clock = ManualClock()
    let backend = try SQLiteBackend(path: directory.file(), clock: clock)
    defer { backend.close() }
    let path = directory.file()
    try await promise.run(
      BackendFixture(
        clock: clock, backend: backend, openSecond: { try SQLiteBackend(path: path, clock: clock) },
        plantUnreadable: { bytes, queue in
          try RawDatabase(path).plant(body: bytes, in: queue, at: clock.now)
        }))
  }

  @Test(arguments: BackendConformance.cases)
  func memoryKeepsThePromise(_ promise: ConformanceCase) async throws {
    let clock = ManualClock()
    let backend = try SQLiteBackend(path: ":memory:", clock: clock)
    defer { backend.close() }
    try await promise.run(BackendFixture(clock: clock, backend: backend) { backend })
  }
}
