import RedisBackend
import RedisTesting
import SQLiteBackend
import Tasks
import TasksTesting
import Testing

/// One text, in each way to run tasks.
@Suite struct StoryTests {
  @Test(arguments: TaskStory.all) func drained(_ story: TaskStory) async throws { try await story.run(.drained) }

  @Test(arguments: TaskStory.all) func eager(_ story: TaskStory) async throws { try await story.run(.eager()) }

  @Test(arguments: TaskStory.all) func queuedInMemory(_ story: TaskStory) async throws {
    try await story.run(.queued { MemoryBackend(clock: $0) })
  }

  @Test(arguments: TaskStory.all) func queuedInSQLite(_ story: TaskStory) async throws {
    let clock = ManualClock()
    let backend = try SQLiteBackend(path: ":memory:", clock: clock)
    defer { backend.close() }
    try await story.run(.queued { _ in backend }, clock: clock)
  }

  @Test(arguments: TaskStory.all) func queuedInRedis(_ story: TaskStory) async throws {
    let server = try await RedisServer.shared
    let endpoint = RedisEndpoint(
      .tcp(RedisEndpoint.Host("127.0.0.1", port: server.port)), database: server.freshDatabase())
    let clock = ManualClock()
    let backend = try RedisBackend(endpoint, clock: clock)
    defer { backend.close() }
    try await story.run(.queued { _ in backend }, clock: clock)
  }
}
