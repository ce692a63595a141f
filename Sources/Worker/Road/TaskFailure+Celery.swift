import Canvas
import TaskModel

/// The worker's own reasons to fail, by the names under which Celery's users know them (`celery.exceptions`,
/// `billiard.exceptions`).
extension TaskFailure {
  private static func celery(_ type: String, _ message: String, _ arguments: [JSONValue]? = nil) -> TaskFailure {
    TaskFailure(type: type, message: message, module: "celery.exceptions", arguments: arguments ?? [.string(message)])
  }

  static func revoked(_ reason: String) -> TaskFailure { celery("TaskRevokedError", reason) }
  static func notRegistered(_ task: TaskName) -> TaskFailure { celery("NotRegistered", task.rawValue) }
  static func retry(_ reason: String) -> TaskFailure { celery("Retry", reason) }
  static func rejected(_ reason: String) -> TaskFailure { celery("Reject", reason, [.string(reason), false]) }

  static func maxRetriesExceeded(_ message: TaskMessage, reason: String) -> TaskFailure {
    let arguments = JSONValue.pythonTuple(message.arguments.positional)
    let keywords = JSONValue.object(message.arguments.keywords).pythonText
    var failure = celery(
      "MaxRetriesExceededError", "Can't retry \(message.task)[\(message.id)] args:\(arguments) kwargs:\(keywords)")
    failure.details = reason
    return failure
  }

  /// A callback, the next task of the chain, or what is to replace the task cannot be sent.
  static func improperlyConfigured(_ error: CanvasError) -> TaskFailure {
    celery("ImproperlyConfigured", error.description)
  }

  static func workerLost(_ detail: String) -> TaskFailure {
    TaskFailure(
      type: "WorkerLostError", message: detail, module: "billiard.exceptions", arguments: [.string(detail)])
  }

  static func softTimeLimit(_ limit: Duration, details: String?) -> TaskFailure {
    TaskFailure(
      type: "SoftTimeLimitExceeded", message: "soft time limit \(text(limit))", details: details,
      module: "billiard.exceptions", arguments: [])
  }

  static func timeLimit(_ limit: Duration, details: String?) -> TaskFailure {
    TaskFailure(
      type: "TimeLimitExceeded", message: "time limit \(text(limit))", details: details,
      module: "billiard.exceptions", arguments: [seconds(limit)])
  }

  private static func text(_ duration: Duration) -> String { "\(duration.inSeconds) s exceeded" }

  private static func seconds(_ duration: Duration) -> JSONValue {
    let seconds = duration.inSeconds
    return Int64(exactly: seconds).map(JSONValue.integer) ?? .double(seconds)
  }

  /// The same, with more text for a person.
  func adding(details more: [String]) -> TaskFailure {
    if more.isEmpty { return self }
    var failure = self
    failure.details = ([details].compactMap(\.self) + more).joined(separator: "\n")
    return failure
  }
}
