import TaskModel
import Worker
import WorkerThreads

/// An event as the JSON object that listeners on the control socket get, by Celery's event names where it has one
/// (https://docs.celeryq.dev/en/stable/userguide/monitoring.html#event-reference).
enum EventRecord {
  static func make(_ event: WorkerEvent) -> JSONObject? {
    switch event {
    case .started(let message, _): return task("task-started", message)
    case .ended(let ending): return make(ending)
    case .noted(let message, let note): return task("task-noted", message, NoteWording.record(note))
    case .stuck(let message, let running):
      return task("task-stuck", message, ["runtime": .double(running.inSeconds)])
    case .stuckReturned: return nil
    case .restored(let count): return ["type": "worker-restored", "count": .integer(Int64(count))]
    case .leaseLost(let count): return ["type": "worker-lease-lost", "count": .integer(Int64(count))]
    case .brokerAway(let error): return ["type": "broker-away", "reason": .string(error.description)]
    case .brokerBack(let downtime): return ["type": "broker-back", "downtime": .double(downtime.inSeconds)]
    case .outcomeRefused(let message, let error):
      return message.map { task("task-rejected", $0, ["reason": .string(error.description)]) }
    case .outcomesDropped(let count): return ["type": "worker-outcomes-dropped", "count": .integer(Int64(count))]
    case .notAdmitted(let message, let error):
      return task("task-not-admitted", message, ["reason": .string(error.description)])
    case .threadRefused(let error): return ["type": "worker-thread-refused", "reason": .string(error.description)]
    }
  }

  private static func make(_ ending: TaskEnding) -> JSONObject? {
    guard let message = ending.message else { return ["type": "message-unreadable"] }
    let runtime: JSONObject = ending.duration.map { ["runtime": .double($0.inSeconds)] } ?? [:]
    switch ending.outcome {
    case .succeeded(let value):
      return task("task-succeeded", message, runtime.merging(["result": .string(short(value))]))
    case .failed(let failure): return task("task-failed", message, runtime.merging(exception(failure)))
    case .retried(let failure, let pause):
      return task("task-retried", message, exception(failure).merging(["countdown": .double(pause.inSeconds)]))
    case .revoked:
      return task("task-revoked", message, ["terminated": .bool(ending.duration != nil), "expired": false])
    case .expired: return task("task-revoked", message, ["terminated": false, "expired": true])
    case .duplicate(let holder):
      return task(
        "task-revoked", message, ["terminated": false, "expired": false, "duplicate_of": .string(holder.rawValue)])
    case .deferred(let eta): return task("task-deferred", message, ["eta": .string(eta.iso8601)])
    case .deadLettered(let reason, let detail):
      return task("task-rejected", message, ["reason": .string(reason.rawValue), "detail": .string(detail)])
    case .returned: return task("task-returned", message)
    case .replaced: return task("task-replaced", message, runtime)
    case .ignored: return task("task-ignored", message, runtime)
    case .requeued(let reason):
      return task("task-rejected", message, ["reason": .string(reason), "requeue": true])
    }
  }

  private static func task(_ type: String, _ message: TaskMessage, _ more: JSONObject = [:]) -> JSONObject {
    let members: JSONObject = [
      "type": .string(type), "uuid": .string(message.id.rawValue), "name": .string(message.task.rawValue),
      "queue": .string(message.queue.rawValue), "retries": .integer(Int64(message.retries)),
    ]
    return members.merging(more)
  }

  private static func exception(_ failure: TaskFailure) -> JSONObject {
    ["exception": .string(failure.description), "traceback": JSONValue(failure.details)]
  }

  /// Results may be large; an event carries their beginning.
  private static func short(_ value: JSONValue) -> String {
    let text = value.description
    return text.utf8.count <= 1024 ? text : String(text.prefix(1023)) + "…"
  }
}
