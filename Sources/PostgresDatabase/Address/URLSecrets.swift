/// What in a URL may be a password, however the rest of it is spelled: libpq's complaints repeat parts of it.
struct URLSecrets {
  private let candidates: [String]

  init(_ url: String) {
    var found: [String] = []
    if let start = url.firstRange(of: "://")?.upperBound {
      let rest = url[start...]
      if let end = rest.lastIndex(of: "@"), let colon = rest[..<end].firstIndex(of: ":") {
        found.append(String(rest[rest.index(after: colon)..<end]))
      }
    }
    for keyword in ["password=", "sslpassword="] {
      for range in url.ranges(of: keyword) {
        found.append(String(url[range.upperBound...].prefix { $0 != "&" }))
      }
    }
    // The whole first: a part of it would leave the rest.
    candidates = found.filter { !$0.isEmpty }.sorted { $0.count > $1.count }
  }

  /// With `**` for each of them.
  func masked(_ text: String) -> String {
    candidates.reduce(text) { $0.replacing($1, with: "**") }
  }
}

extension String {
  /// Without white space at its ends: libpq's texts end their lines.
  var trimmed: String {
    guard let start = firstIndex(where: { !$0.isWhitespace }), let end = lastIndex(where: { !$0.isWhitespace }) else {
      return ""
    }
    return String(self[start...end])
  }
}
