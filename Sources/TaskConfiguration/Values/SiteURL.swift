/// The base of the URLs that tasks make.
enum SiteURL {
  static func read(_ text: String) throws(ValueError) -> String {
    let hint = "write https://www.example.com"
    guard let colon = text.firstIndex(ofASCII: "://"), ["http", "https"].contains(text.before(colon).lowercased())
    else {
      throw ValueError("'\(text.shortened)' is not an http or https URL", hint: hint)
    }
    let host = host(of: text)
    guard !host.isEmpty, !text.utf8.contains(where: { $0 <= 0x20 }) else {
      throw ValueError("'\(text.shortened)' names no host", hint: hint)
    }
    var url = text
    while url.utf8.last == UInt8(ascii: "/") { url.removeLast() }
    return url
  }

  /// Without the port; empty where there is none.
  static func host(of url: String) -> String {
    guard let colon = url.firstIndex(ofASCII: "://") else { return "" }
    let authority = url.utf8[colon...].dropFirst(3).prefix { $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "?") }
    let host = authority.prefix { $0 != UInt8(ascii: ":") }
    return authority.first == UInt8(ascii: "[")
      ? String(decoding: authority.prefix { $0 != UInt8(ascii: "]") }, as: UTF8.self) + "]"
      : String(decoding: host, as: UTF8.self)
  }

  static func isLocal(_ url: String) -> Bool {
    ["localhost", "127.0.0.1", "[::1]", "0.0.0.0"].contains(host(of: url).lowercased())
  }
}
