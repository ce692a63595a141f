@testable import RedisBackend
import TaskModel

/// A connection for looking at the keys from outside.
final class RawRedis: Sendable {
  private let connection: RedisConnection

  init(_ endpoint: RedisEndpoint) throws {
    connection = try RedisConnection(endpoint, options: RedisConnectionOptions(), name: "test")
  }

  deinit { connection.close() }

  @discardableResult
  func run(_ words: String...) async throws -> RedisReply {
    let reply = try await connection.run([RedisCommand(words)], to: "test")[0]
    if let error = reply.error { throw error }
    return reply
  }

  @discardableResult
  func run(_ words: [String], _ bytes: [UInt8]) async throws -> RedisReply {
    var command = RedisCommand(words)
    command.append(bytes)
    let reply = try await connection.run([command], to: "test")[0]
    if let error = reply.error { throw error }
    return reply
  }
}
