import TaskModel

/// A row of the outbox as it stands in the table, written by us or by a program in any other language.
///
/// `args` and `kwargs` are JSON, and `options` a JSON object of what else a message says (`TaskMessage.record`), all of it
/// optional. Moments (`eta`, `expires`) are ISO 8601 texts or whole microseconds since 1970; `countdown` and `expires_in`
/// are seconds from `created_at`; time limits are whole microseconds.
struct StoredOutboxRow: Sendable, Hashable {
  var number: Int64
  var taskID: String
  var task: String
  var args = "[]"
  var kwargs = "{}"
  var options = "{}"
  var createdAt: Timestamp

  init(
    number: Int64, taskID: String, task: String, args: String = "[]", kwargs: String = "{}", options: String = "{}",
    createdAt: Timestamp
  ) {
    self.number = number
    self.taskID = taskID
    self.task = task
    self.args = args
    self.kwargs = kwargs
    self.options = options
    self.createdAt = createdAt
  }

  init(_ row: SQLRow) throws(DatabaseError) {
    self.init(
      number: try row.get("number"), taskID: try row.get("task_id"), task: try row.get("task"),
      args: try row.get("args"), kwargs: try row.get("kwargs"), options: try row.get("options"),
      createdAt: try row.get("created_at"))
  }
}

extension StoredOutboxRow {
  /// - Parameter route: where it goes when it says nothing, or the standard queue.
  func row(route: (TaskName) -> QueueName?) throws(OutboxProblem) -> OutboxRow {
    if task.isEmpty { throw OutboxProblem("task", "is empty; it is the name under which a worker knows the task") }
    if taskID.isEmpty { throw OutboxProblem("task_id", "is empty; leave it out, and a fresh one is made") }
    let args = try parsed(args, of: "args")
    guard args.arrayValue != nil else {
      throw OutboxProblem("args", "is \(args.kind), not an array such as [1, \"a\"]")
    }
    let kwargs = try object(kwargs, of: "kwargs")
    let fields = OutboxOptions(try object(options, of: "options"), createdAt: createdAt)
    var record = try fields.record()
    record["id"] = .string(taskID)
    record["task"] = .string(task)
    record["args"] = args
    record["kwargs"] = .object(kwargs)
    var message: TaskMessage
    do throws(JSONError) { message = try TaskMessage(record: record) } catch {
      throw OutboxProblem("options", error.description)
    }
    if message.queue == .standard, let queue = route(message.task) { message.queue = queue }
    message.rootID = message.rootID ?? message.id
    message.sentAt = message.sentAt ?? createdAt
    return OutboxRow(message, chords: try fields.chords())
  }

  private func parsed(_ text: String, of column: String) throws(OutboxProblem) -> JSONValue {
    do throws(JSONError) { return try JSONParser.parse(Array(text.utf8)) } catch {
      throw OutboxProblem(column, "is no JSON: \(error)")
    }
  }

  private func object(_ text: String, of column: String) throws(OutboxProblem) -> JSONObject {
    let value = try parsed(text, of: column)
    guard let object = value.objectValue else {
      throw OutboxProblem(column, "is \(value.kind), not an object such as {\"name\": 1}")
    }
    return object
  }
}
