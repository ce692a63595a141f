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
    do {
      try await story(client.queue)
    } catch ResultError.timeout(let id, let duration) {
      // A result that is there now was not told of; without one the worker was slow.
      let record = try await client.queue.result(of: id, as: JSONValue.self).record()
      let keys = try await redisCLI("KEYS", "*").filter { !$0.hasPrefix("celery-task-meta-") }
      throw Unexpected("task \(id) is not finished after \(duration); its record now: \(record as Any); keys: \(keys)")
    }
  }
}
