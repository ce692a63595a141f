import TaskModel

/// `user:password@host:port,host:port/path?key=value`, taken apart and percent-decoded.
struct AddressParts {
  private(set) var user: String?
  private(set) var password: String?
  private(set) var hosts: [RedisAddress.Host] = []
  /// With its leading slash.
  private(set) var path = ""
  private(set) var query: [String: String] = [:]

  init(_ text: String, defaultPort: Int = 6379) throws(ValueError) {
    var rest = text
    if let mark = rest.utf8.firstIndex(of: UInt8(ascii: "?")) {
      query = try Self.query(rest.after(mark))
      rest = rest.before(mark)
    }
    // A slash may stand in a password, an @ in neither host nor path: the last one ends the credentials.
    if let at = rest.utf8.lastIndex(of: UInt8(ascii: "@")) {
      try readCredentials(rest.before(at))
      rest = rest.after(at)
    }
    // Celery's sentinel URLs repeat the scheme for each host, with `;` between them.
    rest = rest.replacing("sentinel://", with: "").replacing(";", with: ",")
    if let slash = rest.utf8.firstIndex(of: UInt8(ascii: "/")) {
      path = try Self.decoded("/" + rest.after(slash), "path")
      rest = rest.before(slash)
    }
    for part in rest.parts(separator: ",") { hosts.append(try Self.host(part, defaultPort: defaultPort)) }
  }

  private mutating func readCredentials(_ text: String) throws(ValueError) {
    guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")) else {
      user = try Self.decoded(text, "user name")
      return
    }
    let name = try Self.decoded(text.before(colon), "user name")
    user = name.isEmpty ? nil : name
    password = try Self.decoded(text.after(colon), "password")
  }

  private static func decoded(_ text: String, _ what: String) throws(ValueError) -> String {
    guard let decoded = PercentEncoding.decode(text) else {
      throw ValueError(
        "the \(what) in the URL has a '%' that is not followed by two hexadecimal digits", hint: "write %25 for a '%'")
    }
    return decoded
  }

  private static func query(_ text: String) throws(ValueError) -> [String: String] {
    var found: [String: String] = [:]
    for part in text.parts(separator: "&") where !part.isEmpty {
      let equals = part.utf8.firstIndex(of: UInt8(ascii: "="))
      let key = equals.map { part.before($0) } ?? part
      found[key] = try decoded(equals.map { part.after($0) } ?? "", "query")
    }
    return found
  }

  private static func host(_ text: String, defaultPort: Int) throws(ValueError) -> RedisAddress.Host {
    var name = text
    var portText: String?
    if name.hasPrefix("[") {
      guard let bracket = name.utf8.firstIndex(of: UInt8(ascii: "]")) else {
        throw ValueError("the closing bracket of the IPv6 address is missing", hint: "write [::1]:6379")
      }
      let rest = name.after(bracket)
      portText = rest.hasPrefix(":") ? rest.utf8Text(from: 1) : nil
      name = name.before(bracket).utf8Text(from: 1)
    } else if let colon = name.utf8.firstIndex(of: UInt8(ascii: ":")) {
      portText = name.after(colon)
      name = name.before(colon)
    }
    guard let portText, !portText.isEmpty else {
      return RedisAddress.Host(name: name.isEmpty ? "localhost" : name, port: defaultPort)
    }
    guard let port = Int(portText), (1...65_535).contains(port) else {
      throw ValueError("the port in the URL is not a number from 1 to 65535", hint: "write redis://HOST:6379/3")
    }
    return RedisAddress.Host(name: name.isEmpty ? "localhost" : name, port: port)
  }

  func redis(
    _ endpoint: RedisAddress.Endpoint, tls: RedisAddress.TLS?, database: Int
  ) throws(ValueError) -> RedisAddress {
    RedisAddress(endpoint: endpoint, tls: tls, user: user, password: password, database: database)
  }

  /// `/3`, or `?db=3`; 0 when nothing is said.
  func databaseOfPath() throws(ValueError) -> Int {
    path.utf8.count > 1 ? try Self.database(path.utf8Text(from: 1)) : try databaseOfQuery()
  }

  func databaseOfQuery() throws(ValueError) -> Int {
    try (query["db"] ?? query["virtual_host"]).map { text throws(ValueError) in try Self.database(text) } ?? 0
  }

  private static func database(_ text: String) throws(ValueError) -> Int {
    guard let number = Int(text.hasPrefix("/") ? text.utf8Text(from: 1) : text), (0...65_535).contains(number) else {
      throw ValueError("'\(text.shortened)' is not the number of a Redis database", hint: "write redis://HOST:6379/3")
    }
    return number
  }
}
