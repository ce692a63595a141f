import TaskModel

@testable import RedisBackend

/// A connection for looking at the keys from outside.
final class RawRedis: Sendable {
  private let connection: RedisConnection

  init(_ endpoint: RedisEndpoint) throws { connection = try RedisConnection(to: endpoint) }

  deinit { connection.close() }

  @discardableResult
  func run(_ words: String...) async throws -> RedisReply { try await connection.run(RedisCommand(words), to: "test") }

  /// With bytes as the last argument.
  @discardableResult
  func run(_ words: [String], _ bytes: [UInt8]) async throws -> RedisReply {
    var command = RedisCommand(words)
    command.append(bytes)
    return try await connection.run(command, to: "test")
  }

  /// The names of all keys, sorted.
  func keys() async throws -> [String] {
    (try await run("KEYS", "*").elements ?? []).compactMap(\.text).sorted()
  }

  func texts(_ words: String...) async throws -> [String] {
    let reply = try await connection.run(RedisCommand(words), to: "test")
    return (reply.elements ?? []).compactMap(\.text)
  }
}
