import TaskModel
import Worker

/// The counters in Prometheus' text format, version 0.0.4.
struct Metrics {
  let parts: DaemonParts

  var text: String {
    var text = ""
    let totals = parts.hub.statistics.snapshot
    add(
      to: &text, "tasksd_tasks_total", "counter", "Deliveries by how they ended.",
      totals.outcomes.sorted { $0.key < $1.key }.map { ("{outcome=\"\($0.key)\"}", Double($0.value)) })
    add(
      to: &text, "tasksd_task_runs_total", "counter", "Runs by task.",
      totals.runs.sorted { $0.key < $1.key }.map { ("{task=\"\(escaped($0.key.rawValue))\"}", Double($0.value)) })
    add(to: &text, "tasksd_run_seconds_total", "counter", "Time spent in tasks.", [("", totals.runSeconds)])
    add(
      to: &text, "tasksd_restored_total", "counter", "Tasks taken back from dead nodes.",
      [("", Double(totals.restored))])
    add(
      to: &text, "tasksd_stuck_total", "counter", "Runs that did not answer their cancellation.",
      [("", Double(totals.stuck))])
    add(
      to: &text, "tasksd_broker_outages_total", "counter", "Times the store was lost.", [("", Double(totals.outages))])
    if let snapshot = parts.worker?.snapshot {
      add(to: &text, "tasksd_active", "gauge", "Tasks running now.", [("", Double(snapshot.active.count))])
      add(
        to: &text, "tasksd_reserved", "gauge", "Tasks claimed and not started.", [("", Double(snapshot.reserved.count))]
      )
      add(to: &text, "tasksd_slots", "gauge", "Tasks that may run at once.", [("", Double(snapshot.slots))])
    }
    add(
      to: &text, "tasksd_up_seconds", "gauge", "Time since the start.",
      [("", (parts.timer.now - parts.startedAtTimer).inSeconds)])
    return text
  }

  private func add(
    to text: inout String, _ name: String, _ type: String, _ help: String, _ samples: [(labels: String, value: Double)]
  ) {
    if samples.isEmpty { return }
    text += "# HELP \(name) \(help)\n# TYPE \(name) \(type)\n"
    for sample in samples { text += "\(name)\(sample.labels) \(sample.value)\n" }
  }

  private func escaped(_ label: String) -> String {
    label.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
  }
}
