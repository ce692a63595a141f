import ControlAPI
import TaskModel

/// `ctl status` on one screen: the answer, what is to be looked at, the figures, the queues, what runs, the schedule.
struct StatusView {
  let status: DaemonStatus
  let now: Timestamp

  var text: String {
    let verdict = status.verdict
    var lines = [verdict.headline]
    lines += verdict.findings.filter { $0.weight == .note }.map { "  note      \($0.text)" }
    lines += ["", "\(status.node): \(status.health.text)"] + figures + ["", queues]
    if !status.schedule.isEmpty { lines += ["", ScheduleView.table(status.schedule.compactMap(\.objectValue))] }
    return lines.joined(separator: "\n")
  }

  private var figures: [String] {
    let stats = status.stats
    let details = stats["tasksd"] ?? .null
    let roles = (details["roles"]?.arrayValue ?? []).compactMap(\.stringValue).joined(separator: ", ")
    let uptime = Duration.seconds(stats["uptime"]?.integerValue ?? 0)
    let outcomes = details["outcomes"]?.objectValue ?? JSONObject()
    let counts = outcomes.isEmpty ? "none yet" : outcomes.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
    return [
      "  roles     \(roles), up \(TasksDaemon.text(uptime)), process \(stats["pid"]?.integerValue ?? 0)",
      "  broker    \(stats["broker"]?["place"]?.stringValue ?? "")",
    ] + database(details["database"] ?? .null) + [
      "  running   \(running)", "  ended     \(counts), dead letters \(status.deadCount)",
    ]
  }

  /// `2 of 4, the longest backup[…] for 3 min 20 s`.
  private var running: String {
    let count = "\(status.active.count) of \(status.stats["pool"]?["max-concurrency"]?.integerValue ?? 0)"
    let begun = status.active.compactMap { run in run["time_start"]?.doubleValue.map { (start: $0, run: run) } }
    guard let longest = begun.min(by: { $0.start < $1.start }) else { return count }
    let name = "\(longest.run["name"]?.stringValue ?? "")[\(longest.run["id"]?.stringValue ?? "")]"
    let age = TasksDaemon.text(max(.zero, now - Timestamp(seconds: longest.start)))
    let state = InspectView.state(longest.run)
    return "\(count), the longest \(name) for \(age)\(state == "-" ? "" : ", \(state)")"
  }

  private var queues: String {
    guard let queues = status.queues else { return "queues: the store does not answer" }
    return InspectView(what: "queues").text(.object(queues))
  }

  private func database(_ database: JSONValue) -> [String] {
    guard let place = database["place"]?.stringValue else { return [] }
    func number(_ key: String) -> Int64 { database[key]?.integerValue ?? 0 }
    func age(_ key: String) -> String? {
      database[key]?.doubleValue.map { TasksDaemon.text(Duration(saturatingSeconds: $0)) }
    }
    let waiting = number("waiting")
    var outbox = "outbox \(waiting) waiting"
    if waiting > 0, let oldest = age("oldest_age") { outbox += ", the oldest for \(oldest)" }
    let aside = number("set_aside")
    if aside > 0 { outbox += ", \(aside) set aside: see the column problem of tasksd_outbox" }
    return ["  database  \(place)\(age("away_for").map { ", AWAY for \($0)" } ?? ""), \(outbox)"]
  }
}
