import TaskModel
import Tasks
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
    add(
      to: &text, "tasksd_transaction_replays_total", "counter", "Transactions run once more since they met another.",
      [("", Double(totals.replays))])
    add(
      to: &text, "tasksd_done_before_total", "counter", "Redeliveries of tasks whose effect was committed.",
      [("", Double(totals.doneBefore))])
    if let outbox = parts.relay?.standing { add(to: &text, outbox) }
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

  private func add(to text: inout String, _ outbox: OutboxStanding) {
    add(
      to: &text, "tasksd_outbox_relayed_total", "counter", "Tasks of committed transactions brought to their queues.",
      [("", Double(outbox.relayed))])
    add(
      to: &text, "tasksd_outbox_waiting", "gauge", "Tasks of committed transactions not yet in their queues.",
      [("", Double(outbox.waiting))])
    add(
      to: &text, "tasksd_outbox_set_aside", "gauge", "Rows of the outbox that cannot be sent.",
      [("", Double(outbox.setAside))])
    add(
      to: &text, "tasksd_database_up", "gauge", "Whether the database answered when it was last asked.",
      [("", outbox.databaseAwaySince == nil ? 1 : 0)])
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
