import ProcessTesting
import RedisTesting

@testable import RedisBackend

extension RedisEndpoint {
  /// A server that shows a certificate of the tests' authority.
  static func trusting(
    _ certificates: TestCertificates, _ server: RedisServer, host: String = "127.0.0.1", database: Int = 0
  ) -> RedisEndpoint {
    RedisEndpoint(
      .tcp(Host(host, port: server.port)), tls: RedisTLS(authorities: certificates.authority.certificate),
      database: database)
  }
}

extension RedisConnection {
  /// To the shared server that speaks TLS, in a database of its own.
  static func toSharedTLS() async throws -> RedisConnection {
    let server = try await RedisServer.sharedTLS
    return try RedisConnection(
      to: .trusting(try await .shared, server, database: server.freshDatabase()))
  }
}
