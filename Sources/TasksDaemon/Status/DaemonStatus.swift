import ControlAPI
import TaskModel

/// Everything `status` shows, from several questions.
struct DaemonStatus: Sendable {
  let health: Health
  let node: String
  let stats: JSONValue
  let active: [JSONValue]
  /// Nil while the store does not answer.
  let queues: JSONObject?
  let schedule: [JSONValue]
  /// How many there are, and the newest.
  let dead: JSONValue

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
      queues: queues?[node]?.objectValue, schedule: schedule["entries"]?.arrayValue ?? [], dead: dead)
  }

  var deadCount: Int64 { dead["count"]?.integerValue ?? 0 }

  var verdict: StatusVerdict { StatusVerdict(facts: facts) }

  var record: JSONObject {
    [
      "node": .string(node), "well": .bool(verdict.isWell), "verdict": .string(verdict.headline),
      "findings": .array(verdict.findings.map(\.record)), "healthy": .bool(health.isHealthy),
      "ready": .bool(health.isReady), "health": .string(health.text), "stats": stats, "active": .array(active),
      "queues": queues.map(JSONValue.object) ?? .null, "schedule": .array(schedule), "dead": .integer(deadCount),
      "newest_dead": dead["newest"] ?? .null,
    ]
  }

  private var facts: StatusFacts {
    let details = stats["tasksd"] ?? .null
    func age(_ value: JSONValue?) -> Duration? { value?.doubleValue.map(Duration.init(saturatingSeconds:)) }
    return StatusFacts(
      health: health, roles: (details["roles"]?.arrayValue ?? []).compactMap(\.stringValue),
      brokerAway: age(details["broker_away_for"]), isPaused: details["paused"]?.boolValue ?? false,
      isStopping: details["stopping"]?.boolValue ?? false, slots: stats["pool"]?["max-concurrency"]?.integerValue ?? 0,
      running: Int64(active.count), queues: queues?.map { StatusFacts.Queue($0.key, $0.value) },
      entries: schedule.map(StatusFacts.Entry.init(_:)), dead: deadCount,
      newestDead: dead["newest"]?["reason"]?.stringValue.map { reason in
        "\(reason)\(dead["newest"]?["task"]?.stringValue.map { " (\($0))" } ?? "")"
      },
      outboxSetAside: details["database"]?["set_aside"]?.integerValue ?? 0,
      databaseAway: age(details["database"]?["away_for"]))
  }
}
