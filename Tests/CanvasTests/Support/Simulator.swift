import Canvas
import TaskModel
import Testing

/// Runs what a workflow sends until nothing is left, in random order, and keeps count as a store does.
struct Simulator {
  var waiting: [TaskMessage] = []
  var results: [TaskID: TaskResult] = [:]
  var sizes: [String: Int] = [:]
  var parts: [String: [ChordPart]] = [:]
  var completed: Set<String> = []
  var runs: [TaskMessage] = []
  var random: SeededGenerator
  let now = Timestamp(seconds: 1_800_000_000)

  init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  private var context: LaunchContext { LaunchContext(now: now, origin: "test", queue: { _ in "default" }) }

  /// The result tuple.
  mutating func run(_ signature: Signature, with arguments: [JSONValue] = []) throws -> JSONValue {
    let sent = try Canvas.send(signature, with: arguments, in: context, using: &random)
    try apply(sent.followUps)
    try runAll()
    return sent.result
  }

  mutating func runAll() throws {
    while !waiting.isEmpty {
      let message = waiting.remove(at: Int.random(in: waiting.indices, using: &random))
      runs.append(message)
      try run(message)
    }
    for groupID in sizes.keys { #expect(completed.contains(groupID), "chord \(groupID) hangs") }
  }

  private mutating func run(_ message: TaskMessage) throws {
    if message.task.rawValue.hasPrefix("fail.") {
      let failure = TaskFailure(type: "Oops", message: message.task.rawValue)
      try end(message, .failure, failure: failure)
      let ending = Canvas.afterFailure(of: message, failure, in: context)
      #expect(ending.problems.isEmpty)
      return try apply(ending.followUps)
    }
    let value = Self.value(of: message)
    try end(message, .success, value: value)
    try apply(try Canvas.afterSuccess(of: message, value: value, in: context).followUps)
  }

  /// A task's value tells its name and what it was given.
  static func value(of message: TaskMessage) -> JSONValue {
    if message.task == "celery.accumulate" { return message.arguments.positional.first ?? .null }
    return .array([.string(message.task.rawValue)] + message.arguments.positional)
  }

  private mutating func end(
    _ message: TaskMessage, _ state: TaskState, value: JSONValue = .null, failure: TaskFailure? = nil
  ) throws {
    try store(TaskResult(id: message.id, state: state, value: value, failure: failure, doneAt: now))
  }

  private mutating func store(_ result: TaskResult) throws {
    try #require(results[result.id] == nil, "\(result.id) ends twice")
    results[result.id] = result
  }

  private mutating func apply(_ followUps: FollowUps) throws {
    for size in followUps.chordSizes {
      #expect(sizes.updateValue(size.count, forKey: size.groupID) == nil, "\(size.groupID) is counted twice")
      #expect(size.count > 0)
    }
    // As a store writes and reads it.
    for message in followUps.messages {
      let stored = try JSONParser.parse(JSONValue.object(message.record).jsonBytes)
      let record = try #require(stored.objectValue)
      waiting.append(try TaskMessage(record: record))
    }
    for result in followUps.results { try store(result) }
    for part in followUps.chordParts { try count(part) }
  }

  private mutating func count(_ part: ChordPart) throws {
    let size = try #require(sizes[part.groupID], "a part of a chord nobody has counted")
    try #require(!completed.contains(part.groupID), "a part too many")
    parts[part.groupID, default: []].append(part)
    guard let all = parts[part.groupID], all.count == size else { return }
    completed.insert(part.groupID)
    let members = all.sorted { ($0.index ?? .max) < ($1.index ?? .max) }.map {
      ChordCompletion.Member(taskID: $0.taskID, state: $0.state, value: $0.value, failure: $0.failure)
    }
    try apply(ChordCompletion.followUps(part, members: members))
  }

  /// What became of the tasks of a result tuple.
  func outcome(of tuple: JSONValue) -> Outcome? {
    guard let pair = tuple.arrayValue, pair.count == 2, let id = pair[0].arrayValue?.first?.stringValue else {
      return nil
    }
    if let parts = pair[1].arrayValue {
      let outcomes = parts.compactMap(outcome(of:))
      return outcomes.count == parts.count ? .several(outcomes) : nil
    }
    guard let result = results[TaskID(id)] else { return nil }
    return result.state == .success ? .value(result.value) : .failed
  }
}
