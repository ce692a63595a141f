import ArgumentParser
import ControlAPI
import TaskModel

/// `tasksd ctl status`: are the tasks being executed?
struct StatusCommand: AsyncParsableCommand {
  static let configuration = ArgumentParser.CommandConfiguration(
    commandName: "status", abstract: "Say at a glance whether tasks are being executed.",
    discussion: "Exits 0 when all is well, 1 when the daemon says it is not healthy, 69 when none answers.")

  @OptionGroup var daemon: DaemonOption

  func run() async throws {
    let status = try await daemon.ask { client throws(DaemonClientError) in try await DaemonStatus.read(client) }
    if daemon.json {
      Terminal.print(json: .object(status.record))
    } else {
      Terminal.print(status.text)
    }
    if !status.isHealthy { throw DaemonError(.failure, "") }
  }
}

/// Everything `status` shows, from several questions.
struct DaemonStatus: Sendable {
  let health: Health
  let node: String
  let stats: JSONValue
  let active: [JSONValue]
  /// Nil while the store does not answer.
  let queues: JSONObject?
  let schedule: JSONValue
  let dead: Int64

  var isHealthy: Bool { health.isHealthy }

  static func read(_ client: DaemonClient) async throws(DaemonClientError) -> DaemonStatus {
    let health = try await client.health()
    let stats = try await client.inspect("stats")
    let node = stats.objectValue?.keys.first ?? ""
    let active = try await client.inspect("active")
    // These ask the store, which may be away: the status must say so rather than fail.
    let queues = try? await client.inspect("queues")
    let schedule = (try? await client.schedule(next: 1)) ?? .null
    let dead = (try? await client.deadLetters(limit: 1)) ?? .null
    return DaemonStatus(
      health: health, node: node, stats: stats[node] ?? .null, active: active[node]?.arrayValue ?? [],
      queues: queues?[node]?.objectValue, schedule: schedule, dead: dead["count"]?.integerValue ?? 0)
  }

  var record: JSONObject {
    [
      "node": .string(node), "healthy": .bool(health.isHealthy), "ready": .bool(health.isReady),
      "health": .string(health.text), "stats": stats, "active": .array(active),
      "queues": queues.map(JSONValue.object) ?? .null, "schedule": schedule["entries"] ?? .null, "dead": .integer(dead),
    ]
  }

  var text: String {
    let details = stats["tasksd"] ?? .null
    let roles = (details["roles"]?.arrayValue ?? []).compactMap(\.stringValue)
    let uptime = Duration.seconds(stats["uptime"]?.integerValue ?? 0)
    var lines = [
      "\(node): \(health.isHealthy ? (health.isReady ? "running" : "starting") : "NOT HEALTHY"), \(health.text)",
      "  roles     \(roles.joined(separator: ", "))\(roles.contains("beat") ? "" : " (beat is off)")",
      "  uptime    \(TasksDaemon.text(uptime)), process \(stats["pid"]?.integerValue ?? 0)",
      "  broker    \(stats["broker"]?["place"]?.stringValue ?? "")",
    ]
    lines += database(details["database"] ?? .null)
    lines += [
      "  tasks     \(outcomes(details["outcomes"]?.objectValue ?? JSONObject())), dead letters \(dead)",
      "",
    ]
    lines.append(queues.map { InspectView(what: "queues").text(.object($0)) } ?? "queues: the store does not answer")
    if !active.isEmpty { lines += ["", InspectView(what: "active").text(.array(active))] }
    let entries = (schedule["entries"]?.arrayValue ?? []).compactMap(\.objectValue)
    if !entries.isEmpty { lines += ["", ScheduleView.table(entries)] }
    return lines.joined(separator: "\n")
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

  private func outcomes(_ outcomes: JSONObject) -> String {
    outcomes.isEmpty ? "none yet" : outcomes.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
  }
}
