import RedisBackend
import RedisTesting
import TaskModel
import Tasks
import WorkerThreads

/// A Swift program that sends tasks and awaits them, such as a web application.
struct SwiftClient {
  let queue: TaskQueue
  private let backend: RedisBackend

  init(of fleet: Fleet) async throws {
    let clock = try SystemClock()
    let endpoint = RedisEndpoint(
      .tcp(RedisEndpoint.Host("127.0.0.1", port: fleet.redis.port)), database: fleet.database)
    backend = try RedisBackend(endpoint, clock: clock)
    try await backend.connect()
    queue = TaskQueue(broker: backend, results: backend, clock: clock)
  }

  func close() { backend.close() }
}

extension Fleet {
  /// A client for as long as the story with it lasts.
  func client(_ story: (TaskQueue) async throws -> Void) async throws {
    let client = try await SwiftClient(of: self)
    defer { client.close() }
    try await story(client.queue)
  }
}
