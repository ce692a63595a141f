import ControlAPI
import TaskModel

/// Are the tasks being executed? Facts in, findings out, problems first. Pure.
struct StatusVerdict: Sendable {
  let facts: StatusFacts

  /// What waits less long than this waits for its turn.
  static let patience = Duration.seconds(60)

  var isWell: Bool { !findings.contains { $0.weight == .problem } }

  /// Problems, then notes; each in the order in which one would look.
  var findings: [StatusFinding] {
    let all = daemon + queues + schedule + notes
    return all.filter { $0.weight == .problem } + all.filter { $0.weight == .note }
  }

  /// The answer in one line.
  var headline: String {
    let problems = findings.filter { $0.weight == .problem }
    if problems.isEmpty { return facts.runsTasks ? "YES, tasks are being executed" : "YES, this process does its work" }
    return "NO: " + problems.map(\.text).joined(separator: "; ")
  }

  private var daemon: [StatusFinding] {
    var findings: [StatusFinding] = []
    if !facts.health.isHealthy {
      findings.append(StatusFinding(.unhealthy, .problem, "not healthy: \(facts.health.text)"))
    }
    if let away = facts.brokerAway {
      findings.append(StatusFinding(.brokerAway, .problem, "broker away for \(text(away)), retrying"))
    } else if facts.queues == nil {
      findings.append(StatusFinding(.storeSilent, .problem, "the store does not answer"))
    }
    if facts.isStopping {
      findings.append(StatusFinding(.stopping, .problem, "stopping: takes no new tasks"))
    } else if !facts.health.isReady && findings.isEmpty {
      findings.append(StatusFinding(.notReady, .problem, "not ready yet"))
    }
    if facts.isPaused { findings.append(StatusFinding(.nodePaused, .problem, "this node is paused")) }
    return findings
  }

  private var queues: [StatusFinding] { (facts.queues ?? []).compactMap(finding(_:)) }

  private func finding(_ queue: StatusFacts.Queue) -> StatusFinding? {
    if let since = queue.pausedSince {
      return StatusFinding(
        .queuePaused, queue.waiting > 0 ? .problem : .note,
        "queue \(queue.name) is paused since \(since)\(waits(queue))")
    }
    guard queue.waiting > 0 else { return nil }
    if !queue.isConsumed && facts.runsTasks {
      // Something in flight, and somebody takes from it, only not here.
      let weight: StatusFinding.Weight = queue.inFlight > 0 ? .note : .problem
      return StatusFinding(.notConsumed, weight, "no worker here takes queue \(queue.name)\(waits(queue))")
    }
    guard facts.slots > 0, facts.running >= facts.slots, (queue.oldestAge ?? .zero) >= Self.patience else { return nil }
    return StatusFinding(.busy, .note, "all \(facts.slots) places are busy, queue \(queue.name)\(waits(queue))")
  }

  private func waits(_ queue: StatusFacts.Queue) -> String {
    if queue.waiting == 0 { return "" }
    let oldest = queue.oldestAge.map(text) ?? "unknown"
    return ": \(queue.waiting) \(queue.waiting == 1 ? "task waits" : "tasks wait"), oldest \(oldest)"
  }

  private var schedule: [StatusFinding] {
    facts.entries.flatMap { entry -> [StatusFinding] in
      var findings: [StatusFinding] = []
      if let since = entry.overdueSince, entry.state == "enabled" {
        findings.append(StatusFinding(.entryOverdue, .problem, "entry \(entry.name) is overdue since \(since)"))
      }
      if entry.state == "paused" {
        findings.append(StatusFinding(.entryPaused, .note, "entry \(entry.name) is paused"))
      }
      if entry.lastOutcome == TaskState.failure.rawValue {
        findings.append(StatusFinding(.entryFailed, .note, "the last run of entry \(entry.name) failed"))
      }
      return findings
    }
  }

  private var notes: [StatusFinding] {
    var findings: [StatusFinding] = []
    if !facts.runsTasks { findings.append(StatusFinding(.noWorker, .note, "this process runs no tasks, only beat")) }
    if !facts.hasBeat { findings.append(StatusFinding(.beatOff, .note, "beat is off here")) }
    if let away = facts.databaseAway {
      findings.append(StatusFinding(.databaseAway, .problem, "database away for \(text(away))"))
    }
    if facts.outboxSetAside > 0 {
      findings.append(
        StatusFinding(.outboxSetAside, .note, "\(facts.outboxSetAside) rows of the outbox cannot be sent"))
    }
    if facts.dead > 0 {
      let letters = facts.dead == 1 ? "1 dead letter" : "\(facts.dead) dead letters"
      findings.append(
        StatusFinding(.deadLetters, .note, letters + (facts.newestDead.map { ", the newest: \($0)" } ?? "")))
    }
    return findings
  }
}
