import TaskModel

/// Chords, as the cases tell of them: the header's group is `g` unless said otherwise, its body `body`.
extension Story {
  static func signature(
    _ id: TaskID, task: TaskName = "xsum", options: JSONObject = JSONObject(), immutable: Bool = false
  ) -> JSONObject {
    [
      "task": .string(task.rawValue), "args": [], "kwargs": [:],
      "options": .object(options.merging(["task_id": .string(id.rawValue)])), "subtask_type": nil,
      "immutable": .bool(immutable),
    ]
  }

  /// A composite signature: `celery.group`, `celery.chain`, `celery.chord`.
  static func composite(_ kind: String, _ id: TaskID, _ keywords: JSONObject) -> JSONObject {
    [
      "task": .string("celery." + kind), "args": [], "kwargs": .object(keywords),
      "options": ["task_id": .string(id.rawValue)], "subtask_type": .string(kind), "immutable": false,
    ]
  }

  func member(
    _ id: TaskID, index: Int? = nil, of group: String = "g", body: JSONObject = signature("body"),
    queue: QueueName = .standard
  ) -> TaskMessage {
    var member = message(id, queue: queue)
    member.groupID = group
    if let index { member.headers["group_index"] = .integer(Int64(index)) }
    member.embed["chord"] = .object(body)
    return member
  }

  /// Sends the members, with places from 0, and says how many there are. Returns them claimed.
  func sendChord(
    _ ids: [TaskID], body: JSONObject = signature("body"), queue: QueueName = .standard
  ) async throws -> [ClaimedMessage] {
    let members = ids.enumerated().map { member($1, index: $0, body: body, queue: queue) }
    try await backend.enqueue(members, chords: [ChordSize(groupID: "g", count: ids.count)])
    return try await claim(ids.count, from: [queue])
  }

  /// The part that this member's end is, as its message says; FAILURE if there is a failure.
  func part(
    _ claimed: ClaimedMessage, value: JSONValue = .null, failure: TaskFailure? = nil, expires: Timestamp? = nil
  ) throws -> ChordPart {
    try part(claimed.message, value: value, failure: failure, expires: expires)
  }

  func part(
    _ message: TaskMessage, value: JSONValue = .null, failure: TaskFailure? = nil, expires: Timestamp? = nil
  ) throws -> ChordPart {
    guard let group = message.groupID, let body = message.embed["chord"]?.objectValue else {
      throw ConformanceFailure(message: "\(message.id) is no member of a chord", file: #fileID, line: #line)
    }
    return ChordPart(
      groupID: group, taskID: message.id,
      index: message.headers["group_index"]?.integerValue.map(Int.init(clamping:)),
      state: failure == nil ? .success : .failure, value: value, failure: failure, body: body, queue: message.queue,
      rootID: message.rootID, doneAt: now, expires: expires)
  }

  /// Ends members with a value each, one settlement after the other.
  func end(_ members: [ClaimedMessage], _ values: [JSONValue]) async throws {
    for (member, value) in zip(members, values) {
      try await settle(member, followUps: FollowUps(chordParts: [part(member, value: value)]))
    }
  }

  func expectNothingSent(file: String = #fileID, line: Int = #line) async throws {
    try await expect("sent", claim().ids, is: [], file: file, line: line)
  }

  /// The one message that waits is the body with this list.
  @discardableResult
  func expectBody(
    _ results: [JSONValue], from queue: QueueName = .standard, file: String = #fileID, line: Int = #line
  ) async throws -> ClaimedMessage {
    let sent = try await claim(from: [queue])
    try expect("sent", sent.ids, is: ["body"], file: file, line: line)
    guard let body = sent.first else { throw ConformanceFailure(message: "no body", file: file, line: line) }
    try expect("task", body.message.task, is: "xsum", file: file, line: line)
    try expect("arguments", body.message.arguments.positional, is: [.array(results)], file: file, line: line)
    return body
  }
}
