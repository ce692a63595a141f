package import ProcessTesting

extension RedisServer {
  /// One for all tests of the process that speaks TLS on its port, and nothing else there; see `shared`.
  package static var sharedTLS: RedisServer {
    get async throws { try await sharedTLSTask.value }
  }

  private static let sharedTLSTask = Task { try await startTLS() }

  /// As `start`, with TLS on its port.
  /// - Parameter certificate: what it shows; nil: the certificate for this machine.
  package static func startTLS(
    _ configuration: [String] = ["tls-auth-clients no"], showing certificate: TestCertificates.Pair? = nil
  ) async throws -> RedisServer {
    let certificates = try await TestCertificates.shared
    let port = try FreePort.next()
    let lines = tlsLines(port: port, certificate ?? certificates.local, certificates.authority)
    return try await start(lines + configuration, port: port)
  }

  /// The lines of redis.conf, or of a sentinel's, that put TLS in place of the plain port.
  package static func tlsLines(
    port: UInt16, _ certificate: TestCertificates.Pair, _ authority: TestCertificates.Pair
  ) -> [String] {
    [
      "port 0", "tls-port \(port)", "tls-cert-file \(certificate.certificate)", "tls-key-file \(certificate.key)",
      "tls-ca-cert-file \(authority.certificate)",
    ]
  }
}
