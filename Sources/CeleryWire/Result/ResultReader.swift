import TaskModel

/// From Celery's record to a result. Extra members, such as stamps, are passed over.
struct ResultReader {
  private let record: JSONObject

  init(_ bytes: [UInt8]) throws(UnreadableReason) {
    let value: JSONValue
    do {
      value = try JSONParser.parse(
        bytes, options: JSONParser.Options(allowsNaN: true, depthLimit: JSONScanner.depthLimit))
    } catch {
      throw UnreadableReason("a result is not JSON: \(error.description)")
    }
    guard let record = value.objectValue else { throw UnreadableReason("a result is \(value.kind), not an object") }
    self.record = record
  }

  func result() throws(UnreadableReason) -> TaskResult {
    guard let status = try text("status") else { throw UnreadableReason("status is missing; it must be a string") }
    guard let id = try text("task_id") else { throw UnreadableReason("task_id is missing; it must be a string") }
    let state = TaskState(rawValue: status)
    let isFailure = ResultWriter.needsException(state)
    let stored = record["result"] ?? .null
    let exception = isFailure ? stored : record["tasksd_failure"] ?? .null
    return TaskResult(
      id: TaskID(id), state: state, value: isFailure ? record["tasksd_value"] ?? .null : stored,
      failure: try FailureCoding.read(exception, traceback: try text("traceback")),
      task: try text("name").map { TaskName($0) }, queue: try text("queue").map { QueueName($0) },
      worker: try text("worker"), retries: Int(clamping: try number("retries") ?? 0),
      startedAt: try number("tasksd_started_at").map { Timestamp(microseconds: $0) }, doneAt: try doneAt(),
      groupID: try text("group_id"), parentID: try text("parent_id").map { TaskID($0) },
      children: try children(), arguments: try arguments())
  }

  private func doneAt() throws(UnreadableReason) -> Timestamp {
    if let own = try number("tasksd_done_at") { return Timestamp(microseconds: own) }
    guard let text = try text("date_done") else { return .epoch }
    guard let time = Timestamp(iso8601: text) else {
      throw UnreadableReason("date_done is '\(text)'; it must be a time of ISO 8601 or null")
    }
    return time
  }

  private func children() throws(UnreadableReason) -> [JSONValue] {
    guard let value = present("children") else { return [] }
    guard let children = value.arrayValue else { throw wrong("children", value, "an array or null") }
    return children
  }

  private func arguments() throws(UnreadableReason) -> TaskArguments? {
    guard let positional = present("args") else { return nil }
    guard let elements = positional.arrayValue else { throw wrong("args", positional, "an array or null") }
    let keywords = present("kwargs") ?? .object(JSONObject())
    guard let object = keywords.objectValue else { throw wrong("kwargs", keywords, "an object or null") }
    return TaskArguments(elements, keywords: object)
  }

  // MARK: - Members by kind; null is absent

  private func present(_ name: String) -> JSONValue? {
    guard let value = record[name], !value.isNull else { return nil }
    return value
  }

  private func wrong(_ name: String, _ value: JSONValue, _ expected: String) -> UnreadableReason {
    UnreadableReason("\(name) is \(value.kind); it must be \(expected)")
  }

  private func text(_ name: String) throws(UnreadableReason) -> String? {
    guard let value = present(name) else { return nil }
    guard let text = value.stringValue else { throw wrong(name, value, "a string or null") }
    return text
  }

  private func number(_ name: String) throws(UnreadableReason) -> Int64? {
    guard let value = present(name) else { return nil }
    guard let number = value.integerValue else { throw wrong(name, value, "a whole number or null") }
    return number
  }
}
