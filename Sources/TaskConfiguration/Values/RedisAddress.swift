/// A Redis server and a database on it.
package struct RedisAddress: Hashable, Sendable {
  package struct Host: Hashable, Sendable {
    /// A name, an IPv4 address, or an IPv6 address without brackets.
    package var name: String
    package var port: Int

    var description: String { name.contains(":") ? "[\(name)]:\(port)" : "\(name):\(port)" }
  }

  package enum Endpoint: Hashable, Sendable {
    case tcp(Host)
    /// A unix socket.
    case socket(path: String)
    /// Sentinels, asked for the master of this name.
    case sentinel([Host], service: String)
  }

  /// How the connection is encrypted, and whom it trusts.
  package struct TLS: Hashable, Sendable {
    /// Whether the server's certificate must come from a trusted authority.
    package var verifiesCertificate = true
    /// Whether it must name the host, too.
    package var verifiesHost = true
    /// Absolute paths of PEM files: the trusted authorities (nil: the system's), our certificate and its key.
    package var authorities: String?
    package var certificate: String?
    package var key: String?

    package init() {}
  }

  package var endpoint: Endpoint
  /// Nil: the connection is not encrypted.
  package var tls: TLS?
  package var user: String?
  package var password: String?
  package var database: Int

  /// As a URL, with the password as `***`.
  package var maskedDescription: String {
    let credentials = password.map { _ in "\(user ?? ""):***@" } ?? user.map { "\($0)@" } ?? ""
    return switch endpoint {
    case .tcp(let host): "redis\(tls == nil ? "" : "s")://\(credentials)\(host.description)/\(database)\(query([]))"
    case .socket(let path): "redis+socket://\(credentials)\(path)?db=\(database)"
    case .sentinel(let hosts, let service):
      "sentinel://\(credentials)\(hosts.map(\.description).joined(separator: ";"))/\(database)"
        + query(["master=\(service)"] + (tls == nil ? [] : ["ssl=true"]))
    }
  }

  /// What is said of TLS other than the usual, behind the other parts.
  private func query(_ parts: [String]) -> String {
    let all = parts + (tls?.parameters ?? [])
    return all.isEmpty ? "" : "?" + all.joined(separator: "&")
  }
}

extension RedisAddress.TLS {
  fileprivate var parameters: [String] {
    let files = [("ssl_ca_certs", authorities), ("ssl_certfile", certificate), ("ssl_keyfile", key)]
    let verification =
      !verifiesCertificate ? ["ssl_cert_reqs=none"] : !verifiesHost ? ["ssl_check_hostname=false"] : []
    return verification + files.compactMap { name, path in path.map { "\(name)=\($0)" } }
  }
}
