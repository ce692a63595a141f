import TaskModel

/// A request's target, taken apart: the path's segments and the query's parameters, percent-decoded (RFC 3986 §2.1).
/// `+` is itself: times and zones have it.
struct RequestTarget {
  let segments: [String]
  let query: [(name: String, value: String)]

  /// Nil for percent signs that encode nothing and for bytes that are not UTF-8.
  init?(_ target: String) {
    let parts = target.prefix { $0 != "#" }.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    var segments: [String] = []
    for part in Self.withoutOrigin(parts.first ?? "").split(separator: "/") {
      guard let text = PercentEncoding.decode(part) else { return nil }
      segments.append(text)
    }
    var query: [(name: String, value: String)] = []
    for parameter in parts.dropFirst().first?.split(separator: "&") ?? [] {
      let pair = parameter.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = PercentEncoding.decode(pair.first ?? ""),
        let value = PercentEncoding.decode(pair.dropFirst().first ?? "")
      else {
        return nil
      }
      query.append((name, value))
    }
    self.segments = segments
    self.query = query
  }

  /// Proxies may send the whole address (RFC 9112 §3.2.2).
  private static func withoutOrigin(_ path: Substring) -> Substring {
    guard path.hasPrefix("http://") else { return path }
    return path.dropFirst(7).drop { $0 != "/" }
  }
}
