import TaskModel

/// Reads what the query of a broker's URL says of TLS, by redis-py's names (redis-py, `redis/connection.py`) and Celery's
/// words. What is misspelt is refused: it would leave the connection less safe than it was meant to be.
struct TLSReader {
  private static let names = ["ssl_ca_certs", "ssl_cert_reqs", "ssl_certfile", "ssl_check_hostname", "ssl_keyfile"]

  let query: [String: String]
  /// Directory of relative paths, absolute.
  let directory: String

  /// - Parameter way: what to do where there is no TLS, for the hint.
  func read(isUsed: Bool, way: String) throws(ValueError) -> RedisAddress.TLS? {
    let said = query.keys.filter { $0.hasPrefix("ssl_") }.sorted()
    if let unknown = said.first(where: { !Self.names.contains($0) }) {
      let near = NearMiss.suggestion(for: unknown, among: Self.names).map { "\($0) There are " } ?? "there are "
      throw ValueError("'\(unknown.shortened)' in the URL is not known", hint: near + Self.names.alternatives)
    }
    if isUsed { return try read() }
    if let name = said.first { throw ValueError("\(name) in the URL needs TLS", hint: way) }
    return nil
  }

  private func read() throws(ValueError) -> RedisAddress.TLS {
    var tls = RedisAddress.TLS()
    tls.verifiesCertificate = try verifiesCertificate()
    tls.verifiesHost = try verifiesHost(unlessSaid: tls.verifiesCertificate)
    tls.authorities = try path("ssl_ca_certs")
    tls.certificate = try path("ssl_certfile")
    tls.key = try path("ssl_keyfile")
    if tls.verifiesHost && !tls.verifiesCertificate {
      throw ValueError("ssl_check_hostname has no effect with ssl_cert_reqs=none", hint: "leave one of them out")
    }
    if tls.key != nil && tls.certificate == nil {
      throw ValueError("ssl_keyfile is the key of a certificate, and there is none", hint: "add ssl_certfile=PATH")
    }
    return tls
  }

  /// A client that calls a certificate optional wants it all the same, as in Python (`ssl.CERT_OPTIONAL`).
  private func verifiesCertificate() throws(ValueError) -> Bool {
    guard let text = query["ssl_cert_reqs"] else { return true }
    switch text.lowercased() {
    case "required", "optional", "cert_required", "cert_optional": return true
    case "none", "cert_none": return false
    default:
      throw ValueError(
        "'\(text.shortened)' is not a value of ssl_cert_reqs", hint: "write required, or none to accept any certificate"
      )
    }
  }

  private func verifiesHost(unlessSaid usual: Bool) throws(ValueError) -> Bool {
    guard let text = query["ssl_check_hostname"] else { return usual }
    return try ValueReader.boolean(text)
  }

  private func path(_ name: String) throws(ValueError) -> String? {
    guard let text = query[name] else { return nil }
    if text.isEmpty { throw ValueError("\(name) in the URL has no value", hint: "write \(name)=PATH of a PEM file") }
    return FilePath.absolute(text, in: directory)
  }
}
