import Foundation
import SQLiteBackend
import TaskModel
import TasksTesting
import Testing

/// What is done in slices is done whole.
@Suite(.timeLimit(.minutes(5))) struct ManyMessagesTests {
  private func open(_ clock: ManualClock) throws -> SQLiteBackend { try SQLiteBackend(path: ":memory:", clock: clock) }

  @Test func allThatComesDueAtOnceIsHandedOutInOrder() async throws {
    let clock = ManualClock()
    let store = try open(clock)
    defer { store.close() }
    let eta = clock.now + .hours(1)
    try await store.enqueue((0..<5000).map { Samples.message(TaskID("m\($0)"), eta: eta) })
    #expect(try await store.claimAll().nextDue == eta)
    clock.advance(by: .hours(1))
    var received: [TaskID] = []
    while true {
      let batch = try await store.claimAll(700)
      if batch.isEmpty { break }
      received += batch.messages.map(\.message.id)
    }
    #expect(received == (0..<5000).map { TaskID("m\($0)") })
  }

  @Test func aPurgeOfManyDropsAllAndCountsThem() async throws {
    let clock = ManualClock()
    let store = try open(clock)
    defer { store.close() }
    try await store.enqueue((0..<3000).map { _ in Samples.message(queue: "a") })
    try await store.enqueue((0..<2500).map { _ in Samples.message(queue: "b", eta: clock.now + .hours(1)) })
    try await store.enqueue((0..<100).map { _ in Samples.message(queue: "c", eta: clock.now + .seconds(1)) })
    clock.advance(by: .seconds(1))
    #expect(try await store.purge(nil) == PurgeCount(waiting: 3100, deferred: 2500))
    #expect(try await store.queueStatistics(of: []).isEmpty)
    #expect(try await store.purge(nil).total == 0)
  }

  @Test func manyExpiredResultsAreRemoved() async throws {
    let clock = ManualClock()
    let store = try open(clock)
    defer { store.close() }
    try await store.store((0..<3500).map { Samples.result(TaskID("r\($0)"), expires: clock.now + .seconds(1)) })
    try await store.store([Samples.result("kept")])
    clock.advance(by: .seconds(1))
    #expect(try await store.removeExpiredResults() == 3500)
    #expect(try await store.removeExpiredResults() == 0)
    #expect(try await store.result(of: "kept") != nil)
  }

  @Test func aClockThatIsSetBackLetsNoOneOvertake() async throws {
    let clock = ManualClock()
    let store = try open(clock)
    defer { store.close() }
    try await store.enqueue([Samples.message("first")])
    clock.set(to: clock.now - .hours(5))
    try await store.enqueue([Samples.message("second")])
    #expect(try await store.claimAll().messages.map(\.message.id) == ["first", "second"])
  }

  @Test func theLogStaysShortUnderLoad() async throws {
    let directory = try TemporaryDirectory()
    let options = SQLiteOptions(synchronous: .normal, checkpointPages: 100)
    let store = try SQLiteBackend(path: directory.file(), clock: ManualClock(), options: options)
    defer { store.close() }
    for _ in 0..<600 {
      try await store.enqueue((0..<20).map { _ in Samples.message(text: String(repeating: "x", count: 900)) })
    }
    let attributes = try FileManager.default.attributesOfItem(atPath: directory.file("tasksd.db-wal"))
    let size = try #require(attributes[.size] as? Int)
    #expect(size < 10 * 100 * 4096, "the log has \(size) bytes")
  }
}
