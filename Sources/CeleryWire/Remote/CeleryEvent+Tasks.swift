package import TaskModel

/// The events of tasks.
extension CeleryEvent {
  /// The longest text of a result in an event, in characters.
  static let longestText = 1024

  package static func received(_ message: TaskMessage, eta: Timestamp? = nil, at now: Timestamp) -> CeleryEvent {
    task(
      "task-received", message, now,
      [
        "name": .string(message.task.rawValue), "args": .string(PythonRepr.arguments(message.arguments.positional)),
        "kwargs": .string(PythonRepr.keywords(message.arguments.keywords)),
        "root_id": .string((message.rootID ?? message.id).rawValue), "parent_id": JSONValue(message.parentID?.rawValue),
        "retries": .integer(Int64(message.retries)), "eta": JSONValue((eta ?? message.eta)?.iso8601),
        "expires": JSONValue(message.expires?.iso8601),
      ])
  }

  package static func started(_ message: TaskMessage, at now: Timestamp) -> CeleryEvent {
    task("task-started", message, now)
  }

  package static func succeeded(
    _ message: TaskMessage, result: JSONValue, runtime: Duration?, at now: Timestamp
  ) -> CeleryEvent {
    task(
      "task-succeeded", message, now,
      ["result": .string(PythonRepr.short(result)), "runtime": .double(runtime?.inSeconds ?? 0)])
  }

  package static func failed(_ message: TaskMessage, _ failure: TaskFailure, at now: Timestamp) -> CeleryEvent {
    task("task-failed", message, now, exception(failure))
  }

  package static func retried(_ message: TaskMessage, _ failure: TaskFailure, at now: Timestamp) -> CeleryEvent {
    task("task-retried", message, now, exception(failure))
  }

  /// - Parameter signal: of a run that was ended; nil where it did not run.
  package static func revoked(
    _ message: TaskMessage, isExpired: Bool, signal: Int32?, at now: Timestamp
  ) -> CeleryEvent {
    task(
      "task-revoked", message, now,
      [
        "terminated": .bool(signal != nil), "signum": signal.map { .integer(Int64($0)) } ?? .null,
        "expired": .bool(isExpired),
      ])
  }

  package static func rejected(_ message: TaskMessage, isRequeued: Bool, at now: Timestamp) -> CeleryEvent {
    task("task-rejected", message, now, ["requeue": .bool(isRequeued)])
  }

  /// A run that was broken off and will be taken up again.
  package static func cancelled(_ message: TaskMessage, at now: Timestamp) -> CeleryEvent {
    task("task-cancelled", message, now)
  }

  private static func task(
    _ type: String, _ message: TaskMessage, _ now: Timestamp, _ fields: JSONObject = [:]
  ) -> CeleryEvent {
    CeleryEvent(type, at: now, (["uuid": .string(message.id.rawValue)] as JSONObject).merging(fields))
  }

  /// Celery leaves the traceback out where there is none.
  private static func exception(_ failure: TaskFailure) -> JSONObject {
    var fields: JSONObject = ["exception": .string(PythonException(failure).repr)]
    if let details = failure.details { fields["traceback"] = .string(details) }
    return fields
  }
}
