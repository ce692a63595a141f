import ControlAPI
import TaskModel
import Worker

/// Everything a worker knows of itself, for the log (USR1).
struct StateDump {
  let parts: DaemonParts

  var text: String {
    var lines = [parts.health().text]
    if let snapshot = parts.worker?.snapshot {
      lines.append("threads \(snapshot.threads), slots \(snapshot.slots), unsettled \(snapshot.unsettled)")
      for run in snapshot.active {
        lines.append("active \(run.message.task)[\(run.message.id)] since \(run.startedAt)")
      }
      for message in snapshot.reserved { lines.append("reserved \(message.task)[\(message.id)]") }
    }
    let totals = parts.hub.statistics.snapshot
    lines.append(totals.outcomes.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", "))
    return lines.joined(separator: "\n")
  }
}
