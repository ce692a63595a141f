import TaskModel

/// Reads the URL of a database. No error repeats a password.
struct DatabaseAddressReader {
  /// Directory of relative paths, absolute.
  let directory: String

  static let hint = "write postgresql://user:password@host/database or sqlite:////absolute/path.db"

  /// Nil for `none`.
  func read(_ text: String) throws(ValueError) -> DatabaseAddress? {
    if text.lowercased() == "none" { return nil }
    guard let colon = text.firstIndex(ofASCII: "://") else {
      throw ValueError("this is not a URL of a database", hint: Self.hint)
    }
    let scheme = text.before(colon).lowercased()
    let rest = String(decoding: text.utf8[colon...].dropFirst(3), as: UTF8.self)
    // SQLAlchemy names the driver behind a plus; it is the same database.
    switch scheme.utf8Text(before: "+") {
    case "postgresql", "postgres": return .postgresql(url: "postgresql://" + (try postgresRest(rest)))
    case "sqlite": return .sqlite(path: try sqlitePath(rest))
    default: throw ValueError("'\(scheme.shortened)://' is not known as a database", hint: Self.hint)
    }
  }

  /// libpq reads it in the end; this finds what it would say too late, or with the password.
  private func postgresRest(_ rest: String) throws(ValueError) -> String {
    if rest.utf8.contains(where: { $0 <= 0x20 }) {
      throw ValueError("a URL has no spaces", hint: "write %20 for a space")
    }
    guard PercentEncoding.decode(rest) != nil else {
      throw ValueError(
        "the URL has a '%' that is not followed by two hexadecimal digits", hint: "write %25 for a '%'")
    }
    let authority = String(
      decoding: rest.utf8.prefix { $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "?") }, as: UTF8.self)
    let hosts = authority.utf8.lastIndex(of: UInt8(ascii: "@")).map { authority.after($0) } ?? authority
    for host in hosts.parts(separator: ",") { try checkPort(of: host) }
    return rest
  }

  private func checkPort(of host: String) throws(ValueError) {
    let bracket = host.utf8.lastIndex(of: UInt8(ascii: "]"))
    let tail = bracket.map { host.after($0) } ?? host
    guard let colon = tail.utf8.lastIndex(of: UInt8(ascii: ":")) else { return }
    let port = tail.after(colon)
    if port.isEmpty { return }
    guard let number = Int(port), (1...65_535).contains(number) else {
      throw ValueError(
        "the port in the URL is not a number from 1 to 65535",
        hint: "write postgresql://HOST:5432/database; in a password, %3A stands for ':', %40 for '@' and %2F for '/'")
    }
  }

  /// As SQLAlchemy reads it: three slashes and a relative path, four and an absolute one.
  private func sqlitePath(_ rest: String) throws(ValueError) -> String {
    guard rest.hasPrefix("/"), rest.utf8.count > 1, !rest.utf8.contains(UInt8(ascii: "?")),
      let decoded = PercentEncoding.decode(rest.utf8Text(from: 1))
    else {
      throw ValueError(
        "the path of the SQLite file is missing or not well-formed", hint: "write sqlite:////absolute/path.db")
    }
    return FilePath.absolute(decoded, in: directory)
  }

  /// Without the password, which may also stand behind the question mark.
  static func masked(_ url: String) -> String {
    let url = SecretMask.maskedURL(url)
    guard let mark = url.utf8.firstIndex(of: UInt8(ascii: "?")) else { return url }
    let parts = url.after(mark).parts(separator: "&").map { part in
      let isSecret = part.hasPrefix("password=") || part.hasPrefix("sslpassword=")
      return isSecret
        ? part.before(part.utf8.firstIndex(of: UInt8(ascii: "=")) ?? part.endIndex) + "=" + SecretMask.mask : part
    }
    return url.before(mark) + "?" + parts.joined(separator: "&")
  }
}

extension String {
  fileprivate func utf8Text(before mark: StaticString) -> String {
    firstIndex(ofASCII: mark).map { before($0) } ?? self
  }
}
