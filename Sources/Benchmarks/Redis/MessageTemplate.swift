import Glibc

/// A message of Celery's own client, to be sent again under other ids.
struct MessageTemplate {
  private let parts: [Substring]
  private let tagParts: [Substring]

  /// Takes the only message of the queue.
  init(_ redis: BlockingRedis, id: String) throws {
    guard case .text(let text) = try redis.run("RPOP", MessageStock.queue) else { throw BenchError("no message") }
    parts = text.split(separator: id, omittingEmptySubsequences: false)
    guard parts.count > 2 else { throw BenchError("a message without its id") }
    let mark = "\"delivery_tag\": \""
    guard let start = parts[parts.count - 1].firstRange(of: mark)?.upperBound else {
      throw BenchError("a message without delivery_tag")
    }
    let last = parts[parts.count - 1]
    tagParts = [last[..<start], last[start...].dropFirst(id.count)]
  }

  func message(id: String, tag: String) -> String {
    parts.dropLast().map { $0 + id }.joined() + tagParts.joined(separator: tag)
  }

  /// A version-4 UUID with a number in it.
  static func uuid(_ kind: Int, _ number: Int) -> String {
    let digits = String(number)
    return "0000000\(kind)-0000-4000-8000-" + String(repeating: "0", count: 12 - digits.count) + digits
  }
}
