/// How many tasks of one name may begin in a time. Celery's `rate_limit`.
public struct RateLimit: Sendable, Hashable, CustomStringConvertible {
  public enum Unit: String, Sendable, Hashable, CaseIterable {
    case second = "s"
    case minute = "m"
    case hour = "h"

    public var seconds: Double {
      switch self {
      case .second: 1
      case .minute: 60
      case .hour: 3600
      }
    }
  }

  /// More than 0, and finite.
  public let count: Double
  public let unit: Unit

  /// Nil for a count that is no number above 0.
  public init?(_ count: Double, per unit: Unit = .second) {
    guard count > 0, count.isFinite else { return nil }
    self.count = count
    self.unit = unit
  }

  /// The time between one and the next; at least a microsecond.
  public var interval: Duration {
    .microseconds(max(1, Duration(saturatingSeconds: unit.seconds / count).microseconds))
  }

  /// As it is parsed: `10/m`.
  public var description: String {
    let whole = Int64(exactly: count).map { String($0) } ?? String(count)
    return whole + "/" + unit.rawValue
  }
}

extension RateLimit {
  /// Says what is no rate limit.
  public struct ParseError: Error, Sendable, Hashable, CustomStringConvertible {
    public let description: String
  }

  /// `10/s`, `100/m`, `5/h`, or a number of tasks a second. Nil, no limit: `0`, `none`, or nothing.
  public static func parse(_ text: String) throws(ParseError) -> RateLimit? {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(Self.trimmed)
    let number = parts.first ?? ""
    if parts.count == 1, number.isEmpty || number.lowercased() == "none" { return nil }
    let isPlain = number.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == UInt8(ascii: ".") }
    guard isPlain, let count = Double(number), count.isFinite, parts.count <= 2 else { throw wrong(text) }
    guard parts.count == 2 else { return RateLimit(count) }
    guard let unit = Unit(rawValue: parts[1].lowercased()) else { throw wrong(text) }
    return RateLimit(count, per: unit)
  }

  /// As it comes in JSON: text, a number, or null for none.
  public static func parse(_ json: JSONValue) throws(ParseError) -> RateLimit? {
    if json.isNull { return nil }
    if let text = json.stringValue { return try parse(text) }
    guard let count = json.doubleValue, count >= 0, count.isFinite else { throw wrong(json.description) }
    return RateLimit(count)
  }

  private static func trimmed(_ text: Substring) -> String {
    var text = text
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }

  private static func wrong(_ text: String) -> ParseError {
    ParseError(description: "'\(text)' is no rate limit: 10/s, 100/m, 5/h or a number of tasks a second is; 0 is none")
  }
}
