import Foundation
import SQLiteBackend
import TaskModel
import TasksTesting
import Testing

@Suite(.timeLimit(.minutes(5))) struct SeveralProcessesTests {
  @Test func anEnqueueInAnotherProcessWakesThisOne() async throws {
    let directory = try TemporaryDirectory()
    let path = directory.file()
    let store = try SQLiteBackend(path: path, clock: ManualClock())
    defer { store.close() }
    let rings = store.wakeUps()
    await #expect(processExitsWith: .success) { [path = path as String] in
      let other = try SQLiteBackend(path: path, clock: ManualClock())
      try await other.enqueue([Samples.message("from outside")])
      other.close()
    }
    var iterator = rings.makeAsyncIterator()
    #expect(await iterator.next() != nil)
    #expect(try await store.claimAll().messages.map(\.message.id) == ["from outside"])
  }

  @Test func aResultOfAnotherProcessIsHeard() async throws {
    let directory = try TemporaryDirectory()
    let path = directory.file()
    let store = try SQLiteBackend(path: path, clock: ManualClock())
    defer { store.close() }
    let changes = store.changes(of: "awaited")
    #expect(try await store.result(of: "awaited") == nil)
    await #expect(processExitsWith: .success) { [path = path as String] in
      let other = try SQLiteBackend(path: path, clock: ManualClock())
      try await other.store([Samples.result("awaited")])
      other.close()
    }
    var iterator = changes.makeAsyncIterator()
    #expect(await iterator.next() != nil)
    #expect(try await store.result(of: "awaited")?.state == .success)
  }

  /// Each ring is answered by a claim, as a worker does; nothing may stay behind unheard.
  @Test func noRingIsMissedWhileBothSidesAreBusy() async throws {
    let directory = try TemporaryDirectory()
    let clock = ManualClock()
    let worker = try SQLiteBackend(path: directory.file(), clock: clock)
    let sender = try SQLiteBackend(path: directory.file(), clock: clock)
    defer {
      worker.close()
      sender.close()
    }
    let total = 200
    async let sent: Void = {
      for _ in 0..<total { try await sender.enqueue([Samples.message()]) }
    }()
    var received = 0
    for await _ in worker.wakeUps() {
      while true {
        let batch = try await worker.claimAll(7)
        if batch.isEmpty { break }
        received += batch.messages.count
        _ = try await worker.settle(
          batch.messages.map { Settlement(receipt: $0.receipt, disposition: .acknowledge) }, by: Samples.node)
      }
      if received == total { break }
    }
    try await sent
    #expect(received == total)
  }

  @Test func twoThatOpenTheSameNewFileAtOnceBothSucceed() async throws {
    let directory = try TemporaryDirectory()
    let path = directory.file()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<6 {
        group.addTask {
          let store = try SQLiteBackend(path: path, clock: ManualClock())
          try await store.enqueue([Samples.message(TaskID("m\(number)"))])
          store.close()
        }
      }
      try await group.waitForAll()
    }
    let store = try SQLiteBackend(path: path, clock: ManualClock())
    defer { store.close() }
    #expect(try await store.waiting() == 6)
  }

  @Test func ofTwoProcessesThatClaimATickOneSendsIt() async throws {
    let directory = try TemporaryDirectory()
    let clock = ManualClock()
    let one = try SQLiteBackend(path: directory.file(), clock: clock)
    let two = try SQLiteBackend(path: directory.file(), clock: clock)
    defer {
      one.close()
      two.close()
    }
    for tick in 0..<50 {
      let due = clock.now + .seconds(tick)
      async let first = one.claim([TickClaim(entry: "e", due: due, messages: [Samples.message()])])
      async let second = two.claim([TickClaim(entry: "e", due: due, messages: [Samples.message()])])
      let outcomes = try await first + second
      #expect(outcomes.filter { $0 == .sent }.count == 1)
      #expect(outcomes.contains(.alreadyClaimed(lastDue: due)))
    }
    #expect(try await one.waiting() == 50)
  }
}
