/// Where a database is, for people: `postgresql://shop@localhost:5432/shop`. Of all settings only these are known to hold no
/// secret.
enum PlaceText {
  static func text(_ settings: [String: String]) -> String {
    let user = settings["user"].map { "\($0)@" } ?? ""
    let database = settings["dbname"] ?? ""
    let (hosts, sockets) = places(settings)
    let query = sockets.isEmpty ? "" : "?host=\(sockets.joined(separator: ","))"
    return "postgresql://\(user)\(hosts.joined(separator: ","))/\(database)\(query)"
  }

  /// Several hosts and ports are separated by commas; one port is that of all hosts.
  private static func places(_ settings: [String: String]) -> (hosts: [String], sockets: [String]) {
    let names = list(settings["host"] ?? settings["hostaddr"])
    let ports = list(settings["port"])
    var (hosts, sockets): ([String], [String]) = ([], [])
    for (index, name) in names.enumerated() {
      let port = ports.count == 1 ? ports[0] : ports.indices.contains(index) ? ports[index] : ""
      if name.hasPrefix("/") || name.hasPrefix("@") { sockets.append(name) } else { hosts.append(host(name, port)) }
    }
    return (hosts, sockets)
  }

  private static func host(_ name: String, _ port: String) -> String {
    let name = name.contains(":") ? "[\(name)]" : name
    return port.isEmpty ? name : "\(name):\(port)"
  }

  private static func list(_ text: String?) -> [String] {
    text.map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) } ?? []
  }
}
