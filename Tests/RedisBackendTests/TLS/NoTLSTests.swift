import RedisTesting
import TaskModel
import Testing

@testable import RedisBackend

/// Where the system's hiredis has no TLS.
struct NoTLSTests {
  @Test(.disabled(if: RedisTLS.isAvailable)) func tlsIsRefusedWithAWayOut() async throws {
    let server = try await RedisServer.shared
    var endpoint = RedisEndpoint(server)
    endpoint.tls = RedisTLS()
    let connection = try RedisConnection(to: endpoint)
    let failure = await failure { () throws(ConnectionFailure) in try await connection.connect() }
    #expect(failure?.error.code == .refused)
    #expect(failure?.error.reason.contains("rediss:// needs TLS") == true)
    #expect(failure?.error.reason.contains("stunnel") == true)
  }
}
