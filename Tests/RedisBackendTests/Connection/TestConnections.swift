import RedisTesting
import TaskModel

@testable import RedisBackend

extension RedisEndpoint {
  init(_ server: RedisServer, database: Int = 0, user: String? = nil, password: String? = nil) {
    self.init(.tcp(Host("127.0.0.1", port: server.port)), user: user, password: password, database: database)
  }

  init(_ server: FakeServer) { self.init(.tcp(Host("127.0.0.1", port: server.port))) }
}

extension RedisConnection {
  convenience init(
    to endpoint: RedisEndpoint, options: RedisConnectionOptions = RedisConnectionOptions()
  ) throws(BackendError) {
    try self.init(endpoint, options: options, name: "test")
  }

  /// To the shared server, in a database of its own.
  static func toShared() async throws -> RedisConnection {
    let server = try await RedisServer.shared
    return try RedisConnection(to: RedisEndpoint(server, database: server.freshDatabase()))
  }

  /// Runs one command.
  func run(_ words: String...) async throws(ConnectionFailure) -> RedisReply {
    try await run(RedisCommand(words), to: "test")
  }
}

/// What an expression throws.
func failure<Value>(of body: () async throws(ConnectionFailure) -> Value) async -> ConnectionFailure? {
  do {
    _ = try await body()
    return nil
  } catch {
    return error
  }
}
