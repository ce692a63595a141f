import ControlAPI
import TaskModel
import Tasks
import Worker

extension ControlDesk {
  /// So many dead letters are looked through; older ones are found by `ctl dead list --id`.
  private static let searchedLetters = 10_000

  func why(_ id: TaskID) async throws(ControlProblem) -> JSONValue {
    let facts = try await facts(of: id)
    let explanation = TaskExplanation(facts: facts)
    let message = facts.messages.first?.message
    let task = message?.task ?? facts.result?.task ?? facts.deadLetters.first?.message?.task
    return [
      "id": .string(id.rawValue), "node": .string(node), "known": .bool(explanation.isKnown),
      "task": JSONValue(task?.rawValue), "queue": JSONValue((message?.queue ?? facts.result?.queue)?.rawValue),
      "state": JSONValue(facts.result?.state.rawValue), "reasons": .array(explanation.reasons.map(\.record)),
    ]
  }

  private func facts(of id: TaskID) async throws(ControlProblem) -> TaskFacts {
    var facts = try await storedFacts(of: id)
    if let snapshot = parts.worker?.snapshot {
      facts.runningSince = snapshot.active.first { $0.message.id == id }?.startedAt
      facts.isReserved = snapshot.reserved.contains { $0.id == id }
      facts.isNodePaused = snapshot.isPaused
      (facts.slots, facts.busy) = (snapshot.slots, snapshot.active.count)
      facts.consumed = snapshot.queues
    }
    facts.outboxWaiting = parts.relay?.standing.waiting
    if let task = facts.messages.first?.message.task {
      let handler = parts.registry[task]
      facts.isRegistered = handler != nil || parts.worker == nil
      facts.limits = handler.map { Self.limits($0.options) } ?? []
    }
    return facts
  }

  private func storedFacts(of id: TaskID) async throws(ControlProblem) -> TaskFacts {
    let now = parts.clock.now
    return try await store { store throws(BackendError) in
      var facts = TaskFacts(id: id, now: now, node: node)
      facts.messages = try await store.locate([id])
      facts.queues = try await store.queueStatistics(of: facts.messages.map(\.message.queue))
      facts.pauses = try await store.pauses()
      facts.isRevoked = try await store.revocations().contains(id)
      facts.result = try await store.result(of: id)
      // What waits or runs is not looked for among the dead; replayed letters are gone from there.
      if facts.messages.isEmpty {
        facts.deadLetters = try await store.deadLetters(after: 0, limit: Self.searchedLetters).filter {
          $0.message?.id == id
        }
      }
      return facts
    }
  }

  private static func limits(_ options: TaskOptions) -> [String] {
    var limits: [String] = []
    if let rate = options.rateLimit { limits.append("\(rate) begin on each node") }
    if let rate = options.globalRateLimit { limits.append("\(rate) begin on all nodes together") }
    if let limit = options.concurrencyLimit { limits.append("\(limit.count) of a key run at once") }
    return limits
  }
}
