import TaskModel

/// The column `options` of a row: read leniently where several spellings are natural, and never guessed at.
struct OutboxOptions {
  private let fields: JSONObject
  private let createdAt: Timestamp

  /// All that may stand there.
  private static let known: Set<String> = [
    "queue", "priority", "eta", "countdown", "expires", "expires_in", "retries", "soft_time_limit", "time_limit",
    "ignore_result", "root_id", "parent_id", "group", "origin", "sent_at", "headers", "embed", "properties", "chords",
  ]

  /// 1973: a smaller number of microseconds was meant as something else.
  private static let earliestMoment: Int64 = 100_000_000_000_000
  private static let shortestLimit: Int64 = 1000

  init(_ fields: JSONObject, createdAt: Timestamp) {
    self.fields = fields
    self.createdAt = createdAt
  }

  /// The same as fields of a message's record.
  func record() throws(OutboxProblem) -> JSONObject {
    for name in fields.keys where !Self.known.contains(name) {
      let hint = nearestName(to: name, among: Self.known.sorted()).map { "did you mean '\($0)'?" }
      throw problem(name, hint ?? "there is no such option; there are \(Self.known.sorted().joined(separator: ", "))")
    }
    var record = fields
    for name in ["countdown", "expires_in", "chords"] { record[name] = nil }
    record["eta"] = try moment("eta", orAfter: "countdown")
    record["expires"] = try moment("expires", orAfter: "expires_in")
    for name in ["time_limit", "soft_time_limit"] { try checkLimit(name) }
    if let queue = present("queue"), queue.stringValue?.isEmpty ?? true {
      throw problem("queue", "is \(queue), not the name of a queue")
    }
    return record
  }

  func chords() throws(OutboxProblem) -> [ChordSize] {
    guard let value = present("chords") else { return [] }
    guard let elements = value.arrayValue else { throw problem("chords", "is \(value.kind), not an array") }
    var sizes: [ChordSize] = []
    for element in elements {
      guard let group = element["group"]?.stringValue, !group.isEmpty, let count = element["count"]?.integerValue,
        count > 0
      else { throw problem("chords", "\(element) is no {\"group\": \"id\", \"count\": 2}") }
      sizes.append(
        ChordSize(
          groupID: group, count: Int(clamping: count),
          expires: element["expires"]?.integerValue.map(Timestamp.init(microseconds:))))
    }
    return sizes
  }

  private func present(_ name: String) -> JSONValue? {
    guard let value = fields[name], !value.isNull else { return nil }
    return value
  }

  private func problem(_ name: String, _ text: String) -> OutboxProblem { OutboxProblem("options.\(name)", text) }

  /// In microseconds, as a record has it; nil where neither is said.
  private func moment(_ name: String, orAfter countdown: String) throws(OutboxProblem) -> JSONValue? {
    switch (present(name), present(countdown)) {
    case (nil, nil): return nil
    case (.some, .some): throw problem(name, "is given together with '\(countdown)'; one of them says when")
    case (let value?, nil): return .integer(try moment(name, value, insteadOf: countdown).microseconds)
    case (nil, let value?):
      guard let seconds = value.doubleValue, seconds.isFinite else {
        throw problem(countdown, "is \(value), not a number of seconds")
      }
      return .integer((createdAt + Duration(saturatingSeconds: seconds)).microseconds)
    }
  }

  private func moment(
    _ name: String, _ value: JSONValue, insteadOf countdown: String
  ) throws(OutboxProblem) -> Timestamp {
    if let text = value.stringValue {
      guard let moment = Timestamp(iso8601: text) else {
        throw problem(name, "'\(text)' is no moment such as 2031-03-04T05:06:07Z")
      }
      return moment
    }
    guard let number = value.integerValue else {
      throw problem(name, "is \(value), not a moment: ISO 8601, or whole microseconds since 1970")
    }
    guard !(1..<Self.earliestMoment).contains(number) else {
      throw problem(
        name, "\(number) microseconds since 1970 are long ago; for seconds from now there is '\(countdown)'")
    }
    return Timestamp(microseconds: number)
  }

  private func checkLimit(_ name: String) throws(OutboxProblem) {
    guard let limit = present(name)?.integerValue, limit < Self.shortestLimit else { return }
    throw problem(name, "\(limit) is shorter than a millisecond: it is in microseconds")
  }
}
