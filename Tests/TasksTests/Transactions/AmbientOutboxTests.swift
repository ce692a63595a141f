import TaskModel
import Tasks
import TasksTesting
import Testing

@Suite struct AmbientOutboxTests {
  private let clock = ManualClock()

  @Test func plainSendInsideTransactionWaits() async throws {
    let database = ScriptedDatabase(clock: clock)
    let store = MemoryBackend(clock: clock)
    let queue = TaskQueue(broker: store, results: store, clock: clock)
    try await database.transaction { _ in
      try await queue.send(name: "waits")
      try await withThrowingTaskGroup { group in
        group.addTask { _ = try await queue.send(name: "waits in a child task, too") }
        try await group.waitForAll()
      }
      let waiting = try await store.queueStatistics(of: [.standard])
      #expect(waiting.first?.waiting == 0)
    }
    #expect(database.log == ["BEGIN", "INSERT INTO tasksd_outbox", "COMMIT"])
    try await queue.send(name: "at once")
    #expect(try await store.queueStatistics(of: [.standard]).first?.waiting == 1)
  }

  @Test func aTaskThatOutlivesTheBlockSendsAtOnce() async throws {
    let database = ScriptedDatabase(clock: clock)
    let store = MemoryBackend(clock: clock)
    let queue = TaskQueue(broker: store, results: store, clock: clock)
    let (over, isOver) = AsyncStream.makeStream(of: Void.self)
    let outliving = try await database.transaction { _ in
      Task {
        for await _ in over { break }
        try await queue.send(name: "late")
      }
    }
    isOver.finish()
    _ = try await outliving.value
    #expect(try await store.queueStatistics(of: [.standard]).first?.waiting == 1)
  }
}
