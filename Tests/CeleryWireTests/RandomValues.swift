import TaskModel

/// Random values of the domain.
enum RandomValues {
  static func message(using random: inout SeededGenerator) -> TaskMessage {
    TaskMessage(
      id: TaskID(text(using: &random)), task: TaskName(text(using: &random)),
      arguments: TaskArguments(array(depth: 3, using: &random), keywords: object(depth: 3, using: &random)),
      queue: QueueName(text(using: &random)), priority: Priority(Int.random(in: 0...9, using: &random)),
      eta: maybe(using: &random) { time(using: &$0) }, expires: maybe(using: &random) { time(using: &$0) },
      retries: Int.random(in: 0..<20, using: &random), timeLimit: timeLimit(using: &random),
      ignoresResult: [nil, true, false].randomElement(using: &random) ?? nil,
      rootID: maybe(using: &random) { TaskID(text(using: &$0)) },
      parentID: maybe(using: &random) { TaskID(text(using: &$0)) },
      groupID: maybe(using: &random) { text(using: &$0) }, origin: maybe(using: &random) { text(using: &$0) },
      sentAt: maybe(using: &random) { Timestamp(microseconds: Int64.random(in: .min ... .max, using: &$0)) },
      headers: headers(using: &random), embed: embed(using: &random), properties: properties(using: &random))
  }

  static func maybe<Value>(
    using random: inout SeededGenerator, _ make: (inout SeededGenerator) -> Value
  ) -> Value? {
    Bool.random(using: &random) ? make(&random) : nil
  }

  static func text(using random: inout SeededGenerator) -> String {
    let letters: [Character] = [
      "a", "b", "c", "7", ".", "-", " ", "\"", "\\", "\n", "\u{1}", "\u{7F}", "ä", "ł", "🐢", "'",
    ]
    return String(
      (0..<Int.random(in: 0..<24, using: &random)).map { _ in letters.randomElement(using: &random) ?? "x" })
  }

  /// Within the years that Python's calendar has.
  static func time(using random: inout SeededGenerator) -> Timestamp {
    Timestamp(microseconds: Int64.random(in: -62_135_596_800_000_000...253_402_300_799_999_999, using: &random))
  }

  private static func timeLimit(using random: inout SeededGenerator) -> TimeLimit {
    TimeLimit(
      soft: maybe(using: &random) { .milliseconds(Int.random(in: 1..<1_000_000, using: &$0)) },
      hard: maybe(using: &random) { .seconds(Int.random(in: 1..<1_000_000, using: &$0)) })
  }

  private static func headers(using random: inout SeededGenerator) -> JSONObject {
    var headers = JSONObject()
    if Bool.random(using: &random) { headers["x-" + text(using: &random)] = value(depth: 2, using: &random) }
    if Bool.random(using: &random) { headers["group_index"] = 3 }
    if Bool.random(using: &random) { headers["shadow"] = .string(text(using: &random)) }
    if Bool.random(using: &random) { headers["stamps"] = ["tenant": value(depth: 1, using: &random)] }
    if Bool.random(using: &random) { headers["replaced_task_nesting"] = 2 }
    return headers
  }

  private static func embed(using random: inout SeededGenerator) -> JSONObject {
    var embed = JSONObject()
    if Bool.random(using: &random) { embed["chain"] = .array(array(depth: 2, using: &random)) }
    if Bool.random(using: &random) { embed["chord"] = .object(object(depth: 2, using: &random)) }
    return embed
  }

  private static func properties(using random: inout SeededGenerator) -> JSONObject {
    var properties = JSONObject()
    if Bool.random(using: &random) { properties["reply_to"] = .string(text(using: &random)) }
    if Bool.random(using: &random) { properties["correlation_id"] = .string("c" + text(using: &random)) }
    return properties
  }

  static func array(depth: Int, using random: inout SeededGenerator) -> [JSONValue] {
    (0..<Int.random(in: 0..<4, using: &random)).map { _ in value(depth: depth - 1, using: &random) }
  }

  static func object(depth: Int, using random: inout SeededGenerator) -> JSONObject {
    var object = JSONObject()
    for _ in 0..<Int.random(in: 0..<4, using: &random) {
      object[text(using: &random)] = value(depth: depth - 1, using: &random)
    }
    return object
  }

  static func value(depth: Int, using random: inout SeededGenerator) -> JSONValue {
    switch Int.random(in: 0..<(depth > 0 ? 8 : 6), using: &random) {
    case 0: .null
    case 1: .bool(Bool.random(using: &random))
    case 2: .integer(Int64.random(in: .min ... .max, using: &random))
    case 3:
      .double(Double(bitPattern: random.next()).isFinite ? Double.random(in: -1e9...1e9, using: &random) : .infinity)
    case 4: .string(text(using: &random))
    case 5: .bigInteger("-118059162071741130342\(Int.random(in: 0...9, using: &random))")
    case 6: .array(array(depth: depth, using: &random))
    default: .object(object(depth: depth, using: &random))
    }
  }

  /// Bytes with a few of them changed, dropped, doubled or cut.
  static func spoiled(_ bytes: [UInt8], using random: inout SeededGenerator) -> [UInt8] {
    var bytes = bytes
    for _ in 0..<Int.random(in: 1...3, using: &random) where !bytes.isEmpty {
      let place = Int.random(in: 0..<bytes.count, using: &random)
      switch Int.random(in: 0..<6, using: &random) {
      case 0: bytes[place] = UInt8.random(in: .min ... .max, using: &random)
      case 1: bytes.remove(at: place)
      case 2: bytes.insert(Array("\"\\{}[],:0-eNIn=".utf8).randomElement(using: &random) ?? 0, at: place)
      case 3: bytes[place] = Array("\"\\{}[],:0-eNIn=".utf8).randomElement(using: &random) ?? 0
      case 4: bytes.removeLast(min(bytes.count, place % 50))
      default: bytes.insert(contentsOf: bytes[place..<min(place + 20, bytes.count)], at: place)
      }
    }
    return bytes
  }
}
