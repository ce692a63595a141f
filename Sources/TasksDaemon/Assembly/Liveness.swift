import Beat
import TaskConfiguration
import TaskModel
import Worker

/// Whether the daemon provably does its work: what the watchdog, `/health` and the STATUS line go by.
struct Liveness {
  let isHealthy: Bool
  /// A store is known to be away, and being retried.
  let isStoreAway: Bool
  /// One line for a person.
  let text: String

  init(parts: DaemonParts) {
    let now = parts.timer.now
    let options = parts.configuration.options
    let tolerance = Self.tolerance(broker: options.broker, redisTimeout: options.redis.socketTimeout)
    var isStoreAway = false
    var complaints: [String] = []
    var notes: [String] = []
    if let snapshot = parts.worker?.snapshot {
      if let since = snapshot.brokerAwaySince {
        isStoreAway = true
        notes.append("broker away for \(TasksDaemon.text(now - since)), retrying")
      } else if let last = snapshot.lastClaim, now - last > tolerance, !snapshot.isPaused, !snapshot.isStopping,
        snapshot.active.count < snapshot.slots
      {
        complaints.append("no claim has worked for \(TasksDaemon.text(now - last))")
      }
      notes.append("\(snapshot.active.count) of \(snapshot.slots) running")
      if snapshot.isPaused { notes.append("paused") }
      if snapshot.isStopping { notes.append("stopping") }
    }
    if let progress = parts.beat?.progress {
      if parts.worker == nil { notes.append("beat") }
      if progress.storeAwaySince != nil {
        isStoreAway = true
        notes.append("store away, retrying")
      } else if !progress.isAlive(at: parts.clock.now, tolerance: tolerance) {
        complaints.append("the beat loop does not turn")
      }
      if let next = progress.nextDue {
        notes.append("next scheduled \(next)")
      } else if parts.worker == nil {
        notes.append("nothing scheduled")
      }
    }
    isHealthy = complaints.isEmpty
    self.isStoreAway = isStoreAway
    text = (complaints + notes).joined(separator: ", ")
  }

  /// How long no sign of a loop's is no reason to worry. A worker proves itself every ten seconds when idle; three times
  /// that is too long. A Redis server that hangs is known to be away only when a command's time is over, which counts up to
  /// a minute: an administrator's hours are no reason to overlook a loop that hangs.
  static func tolerance(broker: BrokerAddress, redisTimeout: Duration) -> Duration {
    guard case .redis = broker else { return .seconds(30) }
    return min(max(.seconds(30), .seconds(15) + redisTimeout), .seconds(60))
  }
}
