import Foundation
import SQLiteBackend
import TaskModel
import TasksTesting
import Testing

@Suite(.timeLimit(.minutes(5))) struct DurabilityTests {
  /// A child process sends from several tasks at once, writes each accepted id down, and is killed at some instant.
  @Test(arguments: [1, 20, 300])
  func whatWasAcceptedSurvivesKilling(afterAccepting count: Int) async throws {
    let directory = try TemporaryDirectory()
    let (path, list) = (directory.file(), directory.file("accepted"))
    await #expect(processExitsWith: .signal(SIGKILL)) {
      [path = path as String, list = list as String, count = count as Int] in
      try await Children.sendUntilKilled(path: path, list: list, count: count)
    }
    let accepted = try String(contentsOfFile: list, encoding: .utf8).split(separator: "\n").map { TaskID(String($0)) }
    #expect(accepted.count >= count)
    let store = try SQLiteBackend(path: path, clock: ManualClock())
    defer { store.close() }
    let found = try await store.locate(accepted)
    #expect(Set(found.map(\.message.id)) == Set(accepted))
  }

  @Test func whatAKilledNodeHeldGoesToTheNext() async throws {
    let directory = try TemporaryDirectory()
    let path = directory.file()
    await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
      let store = try SQLiteBackend(path: path, clock: ManualClock())
      try await store.renewLease(of: Samples.node, for: .seconds(60))
      try await store.enqueue([Samples.message("held")])
      _ = try await store.claimAll()
      kill(getpid(), SIGKILL)
    }
    let store = try SQLiteBackend(path: path, clock: ManualClock())
    defer { store.close() }
    let reborn = NodeIdentity(name: Samples.node.name, incarnation: "2")
    #expect(try await store.restoreAbandoned(by: reborn) == 1)
    let batch = try await store.claim(ClaimRequest(node: reborn, queues: [.standard], limit: 10))
    #expect(batch.messages.map(\.message.id) == ["held"])
    #expect(batch.messages.map(\.deliveryCount) == [2])
  }

  @Test func everythingIsThereAfterClosingAndOpening() async throws {
    let directory = try TemporaryDirectory()
    let clock = ManualClock()
    let first = try SQLiteBackend(path: directory.file(), clock: clock)
    try await first.enqueue([Samples.message("a"), Samples.message("b", eta: clock.now + .hours(1))])
    try await first.store([Samples.result("r")])
    try await first.revoke(["gone"], until: clock.now + .hours(1))
    first.close()
    #expect(!FileManager.default.fileExists(atPath: directory.file("tasksd.db-wal")))
    let second = try SQLiteBackend(path: directory.file(), clock: clock)
    defer { second.close() }
    #expect(try await second.locate(["a", "b"]).map(\.place) == [.waiting, .deferred])
    #expect(try await second.result(of: "r")?.state == .success)
    #expect(try await second.revocations() == ["gone"])
  }

  /// Two connections that close at once would each leave it to the other.
  @Test func closingCopiesTheLogBackEachTime() async throws {
    let directory = try TemporaryDirectory()
    for _ in 0..<50 {
      let store = try SQLiteBackend(path: directory.file(), clock: ManualClock())
      try await store.enqueue([Samples.message()])
      store.close()
      #expect(!FileManager.default.fileExists(atPath: directory.file("tasksd.db-wal")))
    }
  }
}

/// What child processes of the tests do.
enum Children {
  static func sendUntilKilled(path: String, list: String, count: Int) async throws {
    let store = try SQLiteBackend(path: path, clock: ManualClock())
    try Data().write(to: URL(fileURLWithPath: list))
    let file = open(list, O_WRONLY | O_APPEND)
    let accepted = Counter()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<8 {
        group.addTask {
          while true {
            let id = TaskID.make(at: Timestamp(seconds: 1_800_000_000))
            try await store.enqueue([Samples.message(id)])
            let line = id.rawValue + "\n"
            _ = line.withCString { write(file, $0, 37) }
            if await accepted.increment() == count { kill(getpid(), SIGKILL) }
          }
        }
      }
      try await group.waitForAll()
    }
  }
}

actor Counter {
  private var count = 0
  func increment() -> Int {
    count += 1
    return count
  }
}
