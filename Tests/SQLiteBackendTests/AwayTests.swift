import Foundation
import GRDB
import SQLiteBackend
import TaskModel
import TasksTesting
import Testing

/// The store cannot do it now: nothing is lost, and later it can.
@Suite(.timeLimit(.minutes(5))) struct AwayTests {
  @Test func aFileLockedByAnotherFailsAsUnavailableAndWorksAfterwards() async throws {
    let directory = try TemporaryDirectory()
    let options = SQLiteOptions(busyTimeout: .milliseconds(20))
    let store = try SQLiteBackend(path: directory.file(), clock: ManualClock(), options: options)
    defer { store.close() }
    let other = try RawDatabase(directory.file())
    try await other.queue.writeWithoutTransaction { try $0.execute(sql: "BEGIN EXCLUSIVE") }
    let error = await failure { () async throws(BackendError) in try await store.enqueue([Samples.message("a")]) }
    #expect(error?.code == .unavailable)
    #expect(error?.reason.contains("another process keeps the file locked") == true)
    #expect(error?.attempted == "enqueue")
    try await other.queue.writeWithoutTransaction { try $0.execute(sql: "COMMIT") }
    #expect(try await store.waiting() == 0)
    try await store.enqueue([Samples.message("a")])
    #expect(try await store.waiting() == 1)
  }

  @Test func aFullDiskRefusesWholeCallsAndWorksOnceThereIsRoom() async throws {
    let directory = try TemporaryDirectory()
    let store = try SQLiteBackend(path: directory.file(), clock: ManualClock(), options: SQLiteOptions(maxPages: 60))
    defer { store.close() }
    let large = String(repeating: "x", count: 10_000)
    var accepted = 0
    var error: BackendError?
    while error == nil {
      error = await failure { () async throws(BackendError) in
        try await store.enqueue([Samples.message(text: large), Samples.message(text: large)])
      }
      if error == nil { accepted += 2 }
    }
    #expect(error?.code == .full)
    #expect(error?.isTransient == true)
    #expect(accepted > 2)
    #expect(try await store.waiting() == accepted)
    let batch = try await store.claimAll(4)
    let lost = try await store.settle(
      batch.messages.map { Settlement(receipt: $0.receipt, disposition: .acknowledge) }, by: Samples.node)
    #expect(batch.messages.count == 4)
    #expect(lost.isEmpty)
    try await store.enqueue([Samples.message(text: large)])
    #expect(try await store.waiting() == accepted - 3)
  }

  @Test func ofCallsThatShareATransactionOnlyTheBadOneFails() async throws {
    let directory = try TemporaryDirectory()
    let store = try SQLiteBackend(path: directory.file(), clock: ManualClock())
    defer { store.close() }
    try RawDatabase(directory.file()).execute(
      """
      CREATE TRIGGER refuse BEFORE INSERT ON messages WHEN NEW.task = 'poison'
      BEGIN SELECT RAISE(ABORT, 'refused by the test'); END
      """)
    let failures = await withTaskGroup(of: BackendError?.self) { group in
      for number in 0..<60 {
        group.addTask {
          let ids: [TaskID] = number % 20 == 7 ? [TaskID("mate \(number)"), "poison"] : [TaskID("good \(number)")]
          return await failure { () async throws(BackendError) in
            try await store.enqueue(ids.map { Samples.message($0) })
          }
        }
      }
      var failures: [BackendError] = []
      for await failure in group { if let failure { failures.append(failure) } }
      return failures
    }
    #expect(failures.count == 3)
    #expect(failures.allSatisfy { $0.reason.contains("refused by the test") })
    #expect(try await store.waiting() == 57)
    #expect(try await store.locate(["mate 7", "mate 27", "mate 47", "poison"]).isEmpty)
  }

  @Test func afterClosingEveryCallFailsAndStreamsEnd() async throws {
    let directory = try TemporaryDirectory()
    let store = try SQLiteBackend(path: directory.file(), clock: ManualClock())
    let rings = store.wakeUps()
    try await store.enqueue([Samples.message()])
    store.close()
    store.close()
    for await _ in rings {}
    for await _ in store.changes(of: "listened to afterwards") {}
    let write = await failure { () async throws(BackendError) in try await store.enqueue([Samples.message()]) }
    let read = await failure { () async throws(BackendError) in try await store.deadLetterCount() }
    #expect(write?.code == .unavailable && read?.code == .unavailable)
    #expect(write?.reason == "the store was closed")
  }

  @Test func callsUnderWayWhenItIsClosedAreFinishedOrRefused() async throws {
    let directory = try TemporaryDirectory()
    let path = directory.file()
    let store = try SQLiteBackend(path: path, clock: ManualClock())
    let accepted = await withTaskGroup(of: Int.self) { group in
      for number in 0..<200 {
        group.addTask {
          if number == 100 { store.close() }
          let error = await failure { () async throws(BackendError) in try await store.enqueue([Samples.message()]) }
          return error == nil ? 1 : 0
        }
      }
      return await group.reduce(0, +)
    }
    let again = try SQLiteBackend(path: path, clock: ManualClock())
    defer { again.close() }
    #expect(try await again.waiting() == accepted)
  }
}
