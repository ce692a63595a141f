import ControlAPI
import TaskConfiguration
import TaskModel
import Tasks
import Worker

/// What a daemon says of itself when it is ready: what it runs, from where, and what to type next.
struct Greeting {
  let parts: DaemonParts
  let address: ControlAddress

  var text: String {
    var lines = ["tasksd \(Version.text) is ready: \(parts.node.name) on \(parts.brokerPlace)"]
    if let snapshot = parts.worker?.snapshot {
      let queues = snapshot.queues.map(\.rawValue).joined(separator: ", ")
      lines.append("  runs      \(parts.registry.names.count) tasks on \(snapshot.threads) threads from \(queues)")
    }
    if parts.beat != nil {
      lines.append("  schedules \(parts.configuration.entries.count + ScheduleCount.compiledIn) entries")
    }
    lines.append("  control   \(socket)")
    if let file = parts.configuration.file {
      lines.append("next: \(program) ctl status --config \(file)")
      if let name = parts.registry.names.first {
        lines.append("      \(program) call \(name) --wait --config \(file)")
      }
    }
    return lines.joined(separator: "\n")
  }

  /// As it was typed, so that the lines can be pasted.
  private var program: String { CommandLine.arguments.first ?? "tasksd" }

  private var socket: String {
    switch address {
    case .path(let path, _, _): path
    case .descriptor: "the socket systemd opened"
    }
  }
}

enum ScheduleCount {
  static var compiledIn: Int { Application.schedule.count }
}
