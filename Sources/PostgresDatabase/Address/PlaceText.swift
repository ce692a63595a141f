/// Where a database is, for people: `postgresql://shop@localhost:5432/shop`. Of all settings only these hold no secret.
enum PlaceText {
  static func text(_ settings: [String: String]) -> String {
    let user = settings["user"].map { "\($0)@" } ?? ""
    let database = settings["dbname"] ?? ""
    let hosts = list(settings["host"] ?? settings["hostaddr"])
    let ports = list(settings["port"])
    var (servers, sockets): ([String], [String]) = ([], [])
    for (index, host) in hosts.enumerated() {
      // One port is that of all hosts.
      let port = ports.count == 1 ? ports[0] : ports.indices.contains(index) ? ports[index] : ""
      if host.hasPrefix("/") { sockets.append(host) } else { servers.append(server(host, port)) }
    }
    let query = sockets.isEmpty ? "" : "?host=\(sockets.joined(separator: ","))"
    return "postgresql://\(user)\(servers.joined(separator: ","))/\(database)\(query)"
  }

  private static func server(_ host: String, _ port: String) -> String {
    let shown = host.contains(":") ? "[\(host)]" : host
    return port.isEmpty ? shown : "\(shown):\(port)"
  }

  private static func list(_ text: String?) -> [String] {
    text.map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) } ?? []
  }
}
