import Foundation

/// An authority of a test's own and what it has certified, as PEM files; made by `openssl`.
package final class TestCertificates: Sendable {
  package struct CannotMake: Error {
    let errors: String
  }

  /// A certificate and its key.
  package struct Pair: Sendable {
    package let certificate: String
    package let key: String
  }

  private let directory: ServerDirectory
  package let authority: Pair
  /// For `localhost` and 127.0.0.1.
  package let local: Pair
  /// For another host.
  package let elsewhere: Pair

  /// The same for all tests of the process.
  package static var shared: TestCertificates {
    get async throws { try await sharedTask.value }
  }

  private static let sharedTask = Task { try await TestCertificates() }

  package init() async throws {
    directory = try ServerDirectory("certificates")
    try Self.settings.write(toFile: directory.path + "/openssl.cnf", atomically: true, encoding: .utf8)
    authority = try await Self.make("authority", in: directory, by: nil)
    local = try await Self.make("local", in: directory, by: authority)
    elsewhere = try await Self.make("elsewhere", in: directory, by: authority)
  }

  private static let settings = """
    [req]
    distinguished_name = name
    prompt = no
    [name]
    CN = test
    [authority]
    basicConstraints = critical, CA:TRUE
    subjectKeyIdentifier = hash
    [local]
    basicConstraints = critical, CA:FALSE
    subjectAltName = DNS:localhost, IP:127.0.0.1
    [elsewhere]
    basicConstraints = critical, CA:FALSE
    subjectAltName = DNS:elsewhere.invalid

    """

  private static func make(_ name: String, in directory: ServerDirectory, by authority: Pair?) async throws -> Pair {
    let made = Pair(certificate: "\(directory.path)/\(name).pem", key: "\(directory.path)/\(name).key")
    let signing = authority.map { ["-CA", $0.certificate, "-CAkey", $0.key] } ?? []
    let child = try await ChildProcess(
      [
        "/usr/bin/openssl", "req", "-x509", "-config", "openssl.cnf", "-extensions", name, "-subj", "/CN=\(name)",
        "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
        "-out", made.certificate, "-keyout", made.key,
      ] + signing, environment: ["LC_ALL": "C"], directory: directory.path)
    guard await child.exit == .code(0) else { throw CannotMake(errors: child.standardError.text) }
    return made
  }

  /// A file beside them.
  package func write(_ text: String, to name: String) throws -> String {
    let path = "\(directory.path)/\(name)"
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    return path
  }
}
