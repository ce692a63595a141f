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
      guard let text = Self.decoded(part) else { return nil }
      segments.append(text)
    }
    var query: [(name: String, value: String)] = []
    for parameter in parts.dropFirst().first?.split(separator: "&") ?? [] {
      let pair = parameter.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = Self.decoded(pair.first ?? ""), let value = Self.decoded(pair.dropFirst().first ?? "") else {
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

  static func decoded(_ text: Substring) -> String? {
    guard text.utf8.contains(UInt8(ascii: "%")) else { return String(text) }
    var bytes: [UInt8] = []
    var rest = text.utf8.makeIterator()
    while let byte = rest.next() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      guard let high = rest.next().flatMap(digit), let low = rest.next().flatMap(digit) else { return nil }
      bytes.append(high << 4 | low)
    }
    return String(validating: bytes, as: UTF8.self)
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x37
    case 0x61...0x66: byte - 0x57
    default: nil
    }
  }
}
