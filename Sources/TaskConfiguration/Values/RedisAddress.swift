/// A Redis server and a database on it.
package struct RedisAddress: Hashable, Sendable {
  package struct Host: Hashable, Sendable {
    /// A name, an IPv4 address, or an IPv6 address without brackets.
    package var name: String
    package var port: Int

    var description: String { name.contains(":") ? "[\(name)]:\(port)" : "\(name):\(port)" }
  }

  package enum Endpoint: Hashable, Sendable {
    case tcp(Host, usesTLS: Bool)
    /// A unix socket.
    case socket(path: String)
    /// Sentinels, asked for the master of this name.
    case sentinel([Host], service: String)
  }

  package var endpoint: Endpoint
  package var user: String?
  package var password: String?
  package var database: Int

  /// As a URL, with the password as `***`.
  package var maskedDescription: String {
    let credentials = password.map { _ in "\(user ?? ""):***@" } ?? user.map { "\($0)@" } ?? ""
    return switch endpoint {
    case .tcp(let host, let usesTLS): "redis\(usesTLS ? "s" : "")://\(credentials)\(host.description)/\(database)"
    case .socket(let path): "redis+socket://\(credentials)\(path)?db=\(database)"
    case .sentinel(let hosts, let service):
      "sentinel://\(credentials)\(hosts.map(\.description).joined(separator: ";"))/\(database)?master=\(service)"
    }
  }
}
