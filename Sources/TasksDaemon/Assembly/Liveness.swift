import Beat
import TaskModel
import Worker

/// Whether the daemon provably does its work: what the watchdog, `/health` and the STATUS line go by.
struct Liveness {
  /// A worker proves itself every ten seconds when idle; three times that without a sign is too long.
  static let tolerance = Duration.seconds(30)

  let isHealthy: Bool
  /// One line for a person.
  let text: String

  init(parts: DaemonParts) {
    let now = parts.timer.now
    var complaints: [String] = []
    var notes: [String] = []
    if let snapshot = parts.worker?.snapshot {
      if let since = snapshot.brokerAwaySince {
        notes.append("broker away for \(TasksDaemon.text(now - since)), retrying")
      } else if let last = snapshot.lastClaim, now - last > Self.tolerance, !snapshot.isPaused, !snapshot.isStopping,
        snapshot.active.count < snapshot.slots
      {
        complaints.append("no claim has worked for \(TasksDaemon.text(now - last))")
      }
      notes.append("\(snapshot.active.count) of \(snapshot.slots) running")
      if snapshot.isPaused { notes.append("paused") }
      if snapshot.isStopping { notes.append("stopping") }
    }
    if let progress = parts.beat?.progress {
      if progress.storeAwaySince == nil && !progress.isAlive(at: parts.clock.now, tolerance: Self.tolerance) {
        complaints.append("the beat loop does not turn")
      }
      if let next = progress.nextDue { notes.append("next scheduled \(next)") }
    }
    isHealthy = complaints.isEmpty
    text = (complaints + notes).joined(separator: ", ")
  }
}
