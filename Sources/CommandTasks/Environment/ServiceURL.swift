/// The parts of `scheme://user:password@host:port/path?query`, percent signs resolved: how settings name a database or
/// a server.
struct ServiceURL: Sendable, Hashable {
  var user: String?
  var password: String?
  /// Without the brackets of an IPv6 address.
  var host: String?
  var port: String?
  /// Without its first `/` and without the query: the database.
  var path: String?

  /// Nil where the text has no `://`.
  init?(_ text: String) {
    guard let parts = Self.split(text) else { return nil }
    let credentials = parts.credentials?.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    user = credentials?.first.flatMap(Self.decoded)
    password = credentials.flatMap { $0.count > 1 ? Self.decoded($0[1]) : nil }
    (host, port) = Self.hostAndPort(parts.address)
    path = Self.decoded(parts.path.prefix { $0 != "?" && $0 != "#" })
  }

  /// The same text without the password of a URL in it, or as it is where there is none.
  static func withoutPassword(_ text: String) -> String {
    guard let parts = split(text), let credentials = parts.credentials, let colon = credentials.firstIndex(of: ":")
    else { return text }
    return String(text[..<colon]) + String(text[credentials.endIndex...])
  }

  private typealias Parts = (credentials: Substring?, address: Substring, path: Substring)

  private static func split(_ text: String) -> Parts? {
    guard let marker = text.firstRange(ofText: "://") else { return nil }
    let rest = text[marker.upperBound...]
    let credentials = credentials(in: rest)
    let afterCredentials = credentials.map { rest[$0.endIndex...].dropFirst() } ?? rest
    let authority = authority(afterCredentials)
    return (credentials, authority, afterCredentials[authority.endIndex...].drop { $0 == "/" })
  }

  private static func authority(_ rest: Substring) -> Substring { rest.prefix { !"/?#".contains($0) } }

  /// What stands before the `@`. A password with a bare `/` is no proper URL, but SQLAlchemy takes it, and it must not
  /// leak: so where the first part holds neither `@` nor a port, the search goes on.
  private static func credentials(in rest: Substring) -> Substring? {
    let authority = authority(rest)
    if let at = authority.lastIndex(of: "@") { return authority[..<at] }
    guard let colon = authority.firstIndex(of: ":"), let at = rest.lastIndex(of: "@") else { return nil }
    let isPort = authority[authority.index(after: colon)...].allSatisfy(\.isWholeNumber)
    return isPort || authority.first == "[" ? nil : rest[..<at]
  }

  private static func hostAndPort(_ address: Substring) -> (String?, String?) {
    if address.first == "[", let end = address.firstIndex(of: "]") {
      let port = address[address.index(after: end)...].dropFirst()
      return (String(address.dropFirst()[..<end]), port.isEmpty ? nil : String(port))
    }
    let pieces = address.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    return (pieces.first.flatMap(decoded), pieces.count > 1 && !pieces[1].isEmpty ? String(pieces[1]) : nil)
  }

  /// Nil for an empty text. A percent sign without two hexadecimal digits stands for itself.
  private static func decoded(_ text: Substring) -> String? {
    guard !text.isEmpty else { return nil }
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    var index = 0
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.count, let high = nibble(bytes[index + 1]),
        let low = nibble(bytes[index + 2])
      {
        result.append(high << 4 | low)
        index += 3
      } else {
        result.append(bytes[index])
        index += 1
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  private static func nibble(_ digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}

extension String {
  fileprivate func firstRange(ofText text: String) -> Range<Index>? {
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(text) { return start..<index(start, offsetBy: text.count) }
      start = index(after: start)
    }
    return nil
  }
}
