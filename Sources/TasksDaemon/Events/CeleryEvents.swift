import CeleryWire
import Glibc
import TaskModel
import Worker

/// What happens in the worker, in Celery's events. What Celery has no event for is left out.
enum CeleryEvents {
  static func make(_ event: WorkerEvent, at now: Timestamp) -> [CeleryEvent] {
    switch event {
    case .started(let message, _): [.received(message, at: now), .started(message, at: now)]
    case .ended(let ending): make(ending, at: now)
    default: []
    }
  }

  private static func make(_ ending: TaskEnding, at now: Timestamp) -> [CeleryEvent] {
    guard let message = ending.message else { return [] }
    let end = events(ending, message, at: now)
    // Whoever listens learns name and arguments from the first event of a task.
    if ending.duration == nil, case .deferred = ending.outcome { return end }
    return ending.duration == nil && !end.isEmpty ? [.received(message, at: now)] + end : end
  }

  private static func events(_ ending: TaskEnding, _ message: TaskMessage, at now: Timestamp) -> [CeleryEvent] {
    let didRun = ending.duration != nil
    switch ending.outcome {
    case .succeeded(let value): return [.succeeded(message, result: value, runtime: ending.duration, at: now)]
    case .failed(let failure): return [.failed(message, failure, at: now)]
    case .retried(let failure, _): return [.retried(message, failure, at: now)]
    case .revoked, .duplicate: return [.revoked(message, isExpired: false, signal: didRun ? SIGTERM : nil, at: now)]
    // Celery tells nobody of these.
    case .replaced, .ignored: return []
    case .requeued: return [.rejected(message, isRequeued: true, at: now)]
    case .expired: return [.revoked(message, isExpired: true, signal: nil, at: now)]
    case .deferred(let eta): return [.received(message, eta: eta, at: now)]
    case .deadLettered(let reason, let detail):
      return [
        .failed(message, failure(reason, detail, of: message), at: now), .rejected(message, isRequeued: false, at: now),
      ]
    case .returned: return didRun ? [.cancelled(message, at: now)] : []
    }
  }

  /// The errors by which Celery's users know these ends.
  private static func failure(_ reason: DeadLetter.Reason, _ detail: String, of message: TaskMessage) -> TaskFailure {
    switch reason {
    case .unknownTask: TaskFailure(type: "NotRegistered", message: message.task.rawValue)
    case .tooManyDeliveries: TaskFailure(type: "WorkerLostError", message: detail)
    case .unreadable: TaskFailure(type: "DecodeError", message: detail)
    case .rejected: TaskFailure(type: "Reject", message: detail)
    }
  }
}
