import ControlAPI
import TaskModel
import Tasks

/// "Send this task": the fields of `POST /v1/tasks` and of `tasksd call`, turned into a message. One rule for both ways
/// to the store, through a daemon and without one.
struct TaskCall {
  let fields: JSONObject

  init(_ fields: JSONObject) { self.fields = fields }

  func message(known registry: TaskRegistry, factory: MessageFactory) throws(ControlProblem) -> TaskMessage {
    let name = TaskName(fields["name"]?.stringValue ?? "")
    let handler = registry[name]
    let arguments = TaskArguments(
      fields["args"]?.arrayValue ?? [], keywords: fields["kwargs"]?.objectValue ?? JSONObject())
    if fields["force"]?.boolValue != true { try check(name, arguments, handler, registry) }
    do throws(SendError) {
      var message = try factory.message(
        named: name, arguments, options(factory.clock.now), own: handler?.options ?? TaskOptions())
      if let handler { message.claimKey(by: handler) }
      return message
    } catch {
      throw ControlProblem(.invalidArgument, error.description, argument: error.path ?? "args")
    }
  }

  /// What is answered. A duplicate is answered with the task that is there already.
  static func answer(_ message: TaskMessage, refused: [RefusedDuplicate]) -> JSONObject {
    var answer: JSONObject = [
      "id": .string((refused.first?.holder ?? message.id).rawValue), "task": .string(message.task.rawValue),
      "queue": .string(message.queue.rawValue), "eta": JSONValue(message.eta?.iso8601),
    ]
    if !refused.isEmpty { answer["duplicate"] = true }
    return answer
  }

  private func check(
    _ name: TaskName, _ arguments: TaskArguments, _ handler: (any TaskHandler)?, _ registry: TaskRegistry
  ) throws(ControlProblem) {
    guard let handler else {
      let near = nearestName(to: name.rawValue, among: registry.names.map(\.rawValue))
      let hint = near.map { "did you mean \($0)?" } ?? "see tasksd ctl inspect registered"
      throw ControlProblem(
        .unknownTask, "no task is called '\(name)'; \(hint) (--force sends it all the same)", argument: "name",
        suggestion: near)
    }
    do throws(ArgumentError) { _ = try handler.bind(arguments) } catch {
      throw ControlProblem(
        .invalidArgument, "\(name): \(error.description)", argument: error.path ?? "args")
    }
  }

  private func options(_ now: Timestamp) -> SendOptions {
    var options = SendOptions()
    options.countdown = fields["countdown"]?.doubleValue.map(Duration.init(saturatingSeconds:))
    options.eta = fields["eta"]?.stringValue.flatMap { Timestamp(iso8601: $0) }
    options.expires = fields["expires"]?.doubleValue.map(Duration.init(saturatingSeconds:))
    options.expiresAt = fields["expires"]?.stringValue.flatMap { Timestamp(iso8601: $0) }
    options.queue = fields["queue"]?.stringValue.map(QueueName.init(_:))
    options.priority = fields["priority"]?.integerValue.map { Priority(Int(clamping: $0)) }
    options.taskID = fields["task_id"]?.stringValue.map(TaskID.init(_:))
    options.headers = fields["headers"]?.objectValue ?? JSONObject()
    return options
  }
}
