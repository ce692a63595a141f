import TaskModel

/// A result as Celery's record.
struct ResultWriter {
  private var out = PythonJSONWriter(reservingCapacity: 512)

  mutating func record(of result: TaskResult) -> [UInt8] {
    out.write(raw: "{\"status\": ")
    out.write(result.state.rawValue)
    out.write(raw: ", \"result\": ")
    let isFailure = Self.needsException(result.state)
    if !isFailure {
      out.write(result.value)
    } else if let failure = result.failure {
      FailureCoding.write(failure, to: &out)
    } else {
      FailureCoding.writeMissing(result.state, to: &out)
    }
    out.write(raw: ", \"traceback\": ")
    write(result.failure?.details)
    out.write(raw: ", \"children\": ")
    out.write(result.children)
    out.write(raw: ", \"date_done\": ")
    if result.state.isFinal { out.write(time: result.doneAt) } else { out.write(raw: "null") }
    writeOptional(result)
    writeOwn(result, isFailure: isFailure)
    out.write(raw: ", \"task_id\": ")
    out.write(result.id.rawValue)
    out.write(raw: "}")
    return out.bytes
  }

  /// Celery's clients read an exception object in these states.
  static func needsException(_ state: TaskState) -> Bool { state == .failure || state == .revoked || state == .retry }

  private mutating func writeOptional(_ result: TaskResult) {
    member(", \"group_id\": ", result.groupID)
    member(", \"parent_id\": ", result.parentID?.rawValue)
    member(", \"name\": ", result.task?.rawValue)
    if let arguments = result.arguments {
      out.write(raw: ", \"args\": ")
      out.write(arguments.positional)
      out.write(raw: ", \"kwargs\": ")
      out.write(arguments.keywords)
    }
    member(", \"worker\": ", result.worker)
    out.write(raw: ", \"retries\": ")
    out.write(Int64(result.retries))
    member(", \"queue\": ", result.queue?.rawValue)
  }

  /// What Celery has no word for.
  private mutating func writeOwn(_ result: TaskResult, isFailure: Bool) {
    if let startedAt = result.startedAt { member(", \"tasksd_started_at\": ", startedAt) }
    if !result.state.isFinal || result.doneAt != Self.readable(result.doneAt) {
      member(", \"tasksd_done_at\": ", result.doneAt)
    }
    if isFailure, !result.value.isNull {
      out.write(raw: ", \"tasksd_value\": ")
      out.write(result.value)
    } else if !isFailure, let failure = result.failure {
      out.write(raw: ", \"tasksd_failure\": ")
      FailureCoding.write(failure, to: &out)
    }
  }

  /// Within the years that `date_done` can say.
  private static func readable(_ time: Timestamp) -> Timestamp { PythonJSONWriter.readable(time) }

  private mutating func member(_ name: StaticString, _ text: String?) {
    guard let text else { return }
    out.write(raw: name)
    out.write(text)
  }

  private mutating func member(_ name: StaticString, _ time: Timestamp) {
    out.write(raw: name)
    out.write(time.microseconds)
  }

  private mutating func write(_ text: String?) {
    if let text { out.write(text) } else { out.write(raw: "null") }
  }
}
