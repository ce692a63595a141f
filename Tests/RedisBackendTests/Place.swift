import RedisBackend
import RedisTesting
import TaskModel
import TasksTesting

/// A database of a server, with a clock of its own, in which a test opens backends.
struct Place {
  let endpoint: RedisEndpoint
  let clock = ManualClock()
  var options: RedisOptions

  static func shared(_ options: RedisOptions = RedisOptions(leaseTime: .clock)) async throws -> Place {
    let server = try await RedisServer.shared
    return Place(
      endpoint: RedisEndpoint(
        .tcp(RedisEndpoint.Host("127.0.0.1", port: server.port)), database: server.freshDatabase()), options: options)
  }

  func open() throws -> RedisBackend { try RedisBackend(endpoint, clock: clock, options: options) }

  func fixture() throws -> BackendFixture {
    BackendFixture(
      clock: clock, backend: try open(), openSecond: { try open() },
      plantUnreadable: { bytes, queue in
        let redis = try RawRedis(endpoint)
        try await redis.run(["LPUSH", options.keyPrefix + queue.rawValue], bytes)
      })
  }
}
