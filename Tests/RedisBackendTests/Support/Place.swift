import RedisTesting
import TaskModel
import TasksTesting

@testable import RedisBackend

/// A database of a server, with a clock of its own, in which a test opens backends.
struct Place {
  let server: RedisServer
  let endpoint: RedisEndpoint
  let clock = ManualClock()
  var options: RedisOptions

  /// In the shared server.
  static func fresh(_ options: RedisOptions = RedisOptions(leaseTime: .clock)) async throws -> Place {
    let server = try await RedisServer.shared
    return Place(
      server: server, endpoint: RedisEndpoint(server, database: server.freshDatabase()), options: options)
  }

  func open() throws -> RedisBackend { try RedisBackend(endpoint, clock: clock, options: options) }

  /// Through something that can cut the connection.
  func open(through proxy: CuttingProxy) throws -> RedisBackend {
    let endpoint = RedisEndpoint(
      .tcp(RedisEndpoint.Host("127.0.0.1", port: proxy.port)), database: endpoint.database)
    return try RedisBackend(endpoint, clock: clock, options: options)
  }

  func raw() throws -> RawRedis { try RawRedis(endpoint) }

  func fixture() throws -> BackendFixture {
    BackendFixture(
      clock: clock, backend: try open(), openSecond: { try open() },
      plantUnreadable: { bytes, queue in try await raw().run(["LPUSH", options.keyPrefix + queue.rawValue], bytes) })
  }
}
