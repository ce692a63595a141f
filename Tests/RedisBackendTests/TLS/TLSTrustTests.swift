import FoundationEssentials
import ProcessTesting
import RedisTesting
import TaskModel
import Testing

@testable import RedisBackend

/// Who is believed to be the server, and who shows what.
@Suite(.enabled(if: RedisTLS.isAvailable)) struct TLSTrustTests {
  private func refusal(_ endpoint: RedisEndpoint, timeout: Duration = .seconds(5)) async throws -> BackendError {
    let options = RedisConnectionOptions(connectTimeout: timeout)
    let connection = try RedisConnection(to: endpoint, options: options)
    let failure = try #require(await failure { () throws(ConnectionFailure) in try await connection.connect() })
    #expect(!failure.mayHaveRun)
    return failure.error
  }

  @Test(arguments: ["127.0.0.1", "localhost"])
  func aServerThatATrustedAuthorityCertifiedIsSpokenTo(host: String) async throws {
    let server = try await RedisServer.sharedTLS
    let connection = try RedisConnection(to: .trusting(try await .shared, server, host: host))
    #expect(try await connection.run("PING") == .status("PONG"))
    #expect(connection.server?.version.isEmpty == false)
  }

  @Test func anUnknownAuthorityIsNotTrusted() async throws {
    var endpoint = RedisEndpoint(try await RedisServer.sharedTLS)
    endpoint.tls = RedisTLS()
    let system = try await refusal(endpoint)
    #expect(system.code == .refused)
    #expect(system.reason.contains("is not accepted for '127.0.0.1'"))
    endpoint.tls = RedisTLS(authorities: try await TestCertificates.shared.elsewhere.certificate)
    #expect(try await refusal(endpoint).code == .refused)
    endpoint.tls = RedisTLS(verification: .authority)
    #expect(try await refusal(endpoint).code == .refused)
    endpoint.tls = RedisTLS(verification: .none)
    #expect(try await RedisConnection(to: endpoint).run("PING") == .status("PONG"))
  }

  @Test(arguments: ["127.0.0.1", "localhost"])
  func theCertificateOfAnotherHostIsNotAccepted(host: String) async throws {
    let certificates = try await TestCertificates.shared
    let server = try await RedisServer.startTLS(showing: certificates.elsewhere)
    var endpoint = RedisEndpoint.trusting(certificates, server, host: host)
    let error = try await refusal(endpoint)
    #expect(error.code == .refused)
    #expect(error.reason.lowercased().contains("mismatch"))
    endpoint.tls?.verification = .authority
    #expect(try await RedisConnection(to: endpoint).run("PING") == .status("PONG"))
    await server.stop()
  }

  @Test func aServerMayWantACertificateOfOurs() async throws {
    let certificates = try await TestCertificates.shared
    let server = try await RedisServer.startTLS(["tls-auth-clients yes"])
    var endpoint = RedisEndpoint.trusting(certificates, server)
    #expect(try await refusal(endpoint).reason.contains("ssl_certfile"))

    endpoint.tls?.certificate = certificates.local.certificate
    endpoint.tls?.key = certificates.local.key
    #expect(try await RedisConnection(to: endpoint).run("PING") == .status("PONG"))
    await server.stop()
  }

  @Test func certificateAndKeyMayBeInOneFile() async throws {
    let certificates = try await TestCertificates.shared
    let texts = try [certificates.local.key, certificates.local.certificate].map {
      try String(contentsOfFile: $0, encoding: .utf8)
    }
    let server = try await RedisServer.startTLS(["tls-auth-clients yes"])
    var endpoint = RedisEndpoint.trusting(certificates, server)
    endpoint.tls?.certificate = try certificates.write(texts.joined(), to: "both.pem")
    #expect(try await RedisConnection(to: endpoint).run("PING") == .status("PONG"))
    await server.stop()
  }

  @Test func filesThatAreNoneAreNamed() async throws {
    let certificates = try await TestCertificates.shared
    let server = try await RedisServer.sharedTLS
    let nonsense = try certificates.write("nonsense", to: "nonsense.pem")
    let right = certificates.local
    for path in ["/nowhere/x.pem", nonsense, "/tmp", ""] {
      let cases = [
        ("ssl_ca_certs", RedisTLS(authorities: path)), ("ssl_certfile", RedisTLS(certificate: path)),
        ("ssl_keyfile", RedisTLS(certificate: right.certificate, key: path)),
        ("ssl_keyfile", RedisTLS(certificate: right.certificate, key: certificates.elsewhere.key)),
      ]
      for (name, tls) in cases {
        var endpoint = RedisEndpoint(server)
        endpoint.tls = tls
        let error = try await refusal(endpoint)
        #expect(error.code == .refused)
        #expect(error.reason.contains(name))
      }
    }
  }

  @Test func aPortWithoutTLSIsRecognised() async throws {
    let plain = try await RedisServer.shared
    let certificates = try await TestCertificates.shared
    let silent = try await refusal(.trusting(certificates, plain), timeout: .milliseconds(200))
    #expect(silent.code == .unavailable)
    #expect(silent.reason.contains("does the server speak TLS on this port?") || silent.reason.contains("speak TLS"))

    for answer in ["-ERR Protocol error\r\n", "HTTP/1.1 400 Bad Request\r\n\r\n", ""] {
      let fake = try FakeServer([[.say(answer)]])
      var endpoint = RedisEndpoint(fake)
      endpoint.tls = RedisTLS(authorities: certificates.authority.certificate)
      let error = try await refusal(endpoint)
      #expect(error.code == .unavailable)
      #expect(error.reason.contains("speak TLS on this port?"))
    }
  }

  @Test func aPortWithTLSIsNotSpokenToInTheClear() async throws {
    let server = try await RedisServer.sharedTLS
    #expect(try await refusal(RedisEndpoint(server)).code == .unavailable)
  }
}
