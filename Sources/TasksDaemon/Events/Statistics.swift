import Synchronization
import TaskModel
import Worker

/// Counts since the daemon started: for `inspect stats`, the STATUS line and the metrics.
final class Statistics: Sendable {
  struct Totals: Sendable {
    /// Runs by task name, however they ended: Celery's `total`.
    var runs: [TaskName: Int] = [:]
    /// Endings by kind.
    var outcomes: [String: Int] = [:]
    var runSeconds = 0.0
    var restored = 0
    var stuck = 0
    var leasesLost = 0
    var outages = 0
    /// Bodies of transactions that were run once more.
    var replays = 0
    /// Redeliveries of what was done.
    var doneBefore = 0
    /// What was begun in the last minute.
    var taken = TakenRate()
  }

  private let totals = Mutex(Totals())

  func count(_ event: WorkerEvent, at now: @autoclosure () -> Timestamp) {
    switch event {
    case .started(let message, _):
      let now = now()
      totals.withLock { $0.taken.count(message.queue, at: now) }
    case .ended(let ending): count(ending)
    case .noted(_, let note): count(note)
    case .stuck: totals.withLock { $0.stuck += 1 }
    case .stuckReturned, .brokerBack, .outcomeRefused, .outcomesDropped, .threadRefused, .notAdmitted: break
    case .restored(let count): totals.withLock { $0.restored += count }
    case .leaseLost(let count): totals.withLock { $0.leasesLost += count }
    case .brokerAway: totals.withLock { $0.outages += 1 }
    }
  }

  private func count(_ ending: TaskEnding) {
    totals.withLock { totals in
      totals.outcomes[ending.outcome.word, default: 0] += 1
      if let duration = ending.duration { totals.runSeconds += duration.inSeconds }
      if let message = ending.message, ending.duration != nil { totals.runs[message.task, default: 0] += 1 }
    }
  }

  private func count(_ note: RunNote) {
    switch note {
    case .replayed: totals.withLock { $0.replays += 1 }
    case .doneBefore: totals.withLock { $0.doneBefore += 1 }
    case .rolledBack, .leakedTransaction: break
    }
  }

  var snapshot: Totals { totals.withLock { $0 } }
}

extension TaskEnding.Outcome {
  /// One word for counters and fields.
  var word: String {
    switch self {
    case .succeeded: "succeeded"
    case .failed: "failed"
    case .retried: "retried"
    case .revoked: "revoked"
    case .expired: "expired"
    case .duplicate: "duplicate"
    case .deferred: "deferred"
    case .deadLettered: "dead"
    case .returned: "returned"
    case .replaced: "replaced"
    case .ignored: "ignored"
    case .requeued: "requeued"
    }
  }
}
