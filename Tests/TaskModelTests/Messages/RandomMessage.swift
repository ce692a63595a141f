import TaskModel

/// Messages with each field set or left out by chance.
struct RandomMessage {
  private var json: RandomJSON

  init(seed: UInt64) { json = RandomJSON(seed: seed) }

  mutating func message() -> TaskMessage {
    TaskMessage(
      id: TaskID(json.string()), task: TaskName(json.string()),
      arguments: TaskArguments([json.value(), json.value()], keywords: json.object()),
      queue: maybe { QueueName($0.string()) } ?? .standard,
      priority: Priority(Int.random(in: 0...9, using: &json.generator)), eta: maybe(timestamp),
      expires: maybe(timestamp),
      retries: maybe { Int.random(in: 0...5, using: &$0.generator) } ?? 0,
      timeLimit: TimeLimit(soft: maybe(duration), hard: maybe(duration)),
      ignoresResult: maybe { Bool.random(using: &$0.generator) }, rootID: maybe { TaskID($0.string()) },
      parentID: maybe { TaskID($0.string()) }, groupID: maybe { $0.string() }, origin: maybe { $0.string() },
      sentAt: maybe(timestamp), headers: maybe { $0.object() } ?? JSONObject(),
      embed: maybe { $0.object() } ?? JSONObject())
  }

  private mutating func maybe<Value>(_ make: (inout RandomJSON) -> Value) -> Value? {
    Bool.random(using: &json.generator) ? make(&json) : nil
  }
}

private func timestamp(_ json: inout RandomJSON) -> Timestamp {
  Timestamp(microseconds: .random(in: .min ... .max, using: &json.generator))
}

private func duration(_ json: inout RandomJSON) -> Duration {
  .microseconds(Int64.random(in: 0...86_400_000_000, using: &json.generator))
}
