/// How far a run has come, for whoever watches its result: the state PROGRESS with `current`, `total` and `message`, as
/// Celery's users have it by custom (`self.update_state(state="PROGRESS", meta={"current": 4, "total": 10})`).
public struct TaskProgress: Sendable, Hashable {
  public static let state: TaskState = "PROGRESS"

  /// From 0 to `total`.
  public let current: JSONValue
  /// 1 for a fraction.
  public let total: JSONValue
  public let message: String?

  /// - Parameter fraction: from 0 to 1; what lies outside becomes the nearer end, and what is no number 0.
  public init(_ fraction: Double, _ message: String? = nil) {
    current = .double(fraction.isNaN ? 0 : min(max(fraction, 0), 1))
    total = .integer(1)
    self.message = message
  }

  /// - Parameters:
  ///   - current: from 0 to `total`; what lies outside becomes the nearer end.
  ///   - total: less than 0 is 0.
  public init(_ current: Int, of total: Int, _ message: String? = nil) {
    let total = max(0, total)
    self.current = .integer(Int64(min(max(current, 0), total)))
    self.total = .integer(Int64(total))
    self.message = message
  }

  /// What the result's value is meanwhile.
  public var meta: JSONValue {
    var meta: JSONObject = ["current": current, "total": total]
    if let message { meta["message"] = .string(message) }
    return .object(meta)
  }
}

extension TaskProgress {
  /// How a command says it, on a line of its own: `::progress 0.4 half way`, `::progress 40% half way`,
  /// `::progress 4/10 half way`. Nil for any other line, and for numbers that are out of their range.
  public init?(line: String) {
    let words = line.split(separator: " ", maxSplits: 2)
    guard words.count >= 2, words[0] == "::progress" else { return nil }
    let message = words.count == 3 ? String(words[2]) : nil
    let parts = words[1].split(separator: "/", omittingEmptySubsequences: false)
    if parts.count == 2 {
      guard let current = Int(parts[0]), let total = Int(parts[1]), (0...max(0, total)).contains(current) else {
        return nil
      }
      self.init(current, of: total, message)
    } else {
      let isPercent = words[1].last == "%"
      guard let number = Double(isPercent ? words[1].dropLast() : words[1]) else { return nil }
      let fraction = isPercent ? number / 100 : number
      guard (0...1).contains(fraction) else { return nil }
      self.init(fraction, message)
    }
  }
}
