import TaskModel

/// Why a task has not run yet, or what became of it: facts in, reasons out, the most telling first. Pure.
struct TaskExplanation {
  let facts: TaskFacts

  /// Never empty.
  var reasons: [TaskReason] {
    var reasons = facts.messages.flatMap(of(_:))
    if facts.messages.isEmpty, let start = facts.runningSince { reasons.append(running(start)) }
    if facts.isRevoked { reasons.insert(revoked, at: 0) }
    reasons += facts.deadLetters.map(dead(_:))
    reasons += outcome
    return reasons.isEmpty ? unknown : reasons
  }

  var isKnown: Bool { reasons.contains { $0.code != .unknown && $0.code != .outbox } }

  private func of(_ located: LocatedMessage) -> [TaskReason] {
    var reasons: [TaskReason]
    switch located.place {
    case .inFlight: reasons = held(located)
    case .deferred: reasons = deferred(located.message)
    case .waiting: reasons = waiting(located.message)
    }
    if let expires = located.message.expires, expires <= facts.now, facts.runningSince == nil {
      let age = text(facts.now - expires)
      reasons.append(
        TaskReason(.expired, "expired \(age) ago, at \(expires): it will not run, and ends as REVOKED when it is taken")
      )
    }
    return reasons
  }

  private func held(_ located: LocatedMessage) -> [TaskReason] {
    if let start = facts.runningSince { return [running(start)] }
    if facts.isReserved {
      let text = "taken by this node, \(facts.node), and not begun: \(facts.busy) of its \(facts.slots) places are busy"
      return [TaskReason(.reserved, text, advice: "it is next in line here; tasksd ctl control pool_grow adds a place")]
    }
    let holder = located.node ?? "another worker"
    let advice = "tasksd ctl status on that node tells more; if it died, its tasks are taken over when its lease ends"
    return [TaskReason(.heldElsewhere, "taken by \(holder), which runs it or has it next in line", advice: advice)]
  }

  private func running(_ start: Timestamp) -> TaskReason {
    TaskReason(.running, "running on \(facts.node) for \(text(facts.now - start))")
  }

  private func deferred(_ message: TaskMessage) -> [TaskReason] {
    var reasons: [TaskReason] = []
    if let eta = message.eta, eta > facts.now {
      let wait = text(eta - facts.now)
      let retry = message.retries > 0
      let error = facts.result?.failure.map { " after \($0)" } ?? ""
      reasons.append(
        retry
          ? TaskReason(.retry, "retry number \(message.retries)\(error) begins in \(wait), at \(eta)")
          : TaskReason(.deferred, "not due before \(eta), in \(wait)"))
    } else {
      let limits = facts.limits.isEmpty ? "a limit of its task" : facts.limits.joined(separator: ", ")
      reasons.append(
        TaskReason(
          .limited, "put back until it may begin: \(limits)", advice: "the limits are those of the task's own settings")
      )
    }
    return reasons + obstacles(message)
  }

  private func waiting(_ message: TaskMessage) -> [TaskReason] {
    let queue = facts.queues.first { $0.queue == message.queue }
    let others = max(0, (queue?.waiting ?? 1) - 1)
    let oldest = queue?.oldestReadyAt.map { ", the oldest for \(text(facts.now - $0))" } ?? ""
    let company = others == 0 ? "alone" : "with \(others) others\(oldest)"
    let obstacles = obstacles(message)
    let reason = TaskReason(.waiting, "waits in queue \(message.queue), \(company)")
    if !obstacles.isEmpty || facts.busy < facts.slots { return obstacles + [reason] }
    let busy = "all \(facts.slots) places of this node are busy"
    return [reason, TaskReason(.busy, busy, advice: "tasksd ctl inspect active shows with what")]
  }

  /// What keeps a message from being taken, besides its turn.
  private func obstacles(_ message: TaskMessage) -> [TaskReason] {
    var reasons: [TaskReason] = []
    if let pause = facts.pauses.first(where: { $0.subject == .queue(message.queue) }) {
      reasons.append(
        TaskReason(
          .queuePaused, "queue \(message.queue) is paused since \(pause.since)",
          advice: "tasksd ctl control resume --queue \(message.queue)"))
    }
    if let consumed = facts.consumed {
      if !consumed.contains(message.queue) { reasons.append(notConsumed(message.queue, consumed)) }
      if facts.isNodePaused {
        reasons.append(TaskReason(.nodePaused, "this node is paused", advice: "tasksd ctl control resume"))
      }
    } else {
      reasons.append(
        TaskReason(.noWorker, "this process runs no tasks", advice: "look whether the worker runs: tasksd worker"))
    }
    if !facts.isRegistered {
      reasons.append(
        TaskReason(
          .unregistered, "no task is called \(message.task) here: it would be set aside as a dead letter",
          advice: "tasksd ctl inspect registered lists those there are"))
    }
    return reasons
  }

  private func notConsumed(_ queue: QueueName, _ consumed: [QueueName]) -> TaskReason {
    let names = consumed.map(\.rawValue).joined(separator: ", ")
    return TaskReason(
      .notConsumed, "this node does not take from queue \(queue), but from \(names)",
      advice:
        "another node may; otherwise tasksd ctl control add_consumer \(queue), or worker_queues in the configuration")
  }

  private var revoked: TaskReason {
    let advice = facts.messages.isEmpty ? nil : "it ends as REVOKED when it is taken; send it anew to run it"
    return TaskReason(.revoked, "revoked: it will not be begun any more", advice: advice)
  }

  private func dead(_ letter: DeadLetter) -> TaskReason {
    TaskReason(
      .dead, "dead letter \(letter.number) since \(letter.diedAt): \(letter.reason.rawValue), \(letter.detail)",
      advice: "tasksd ctl dead show \(letter.number), then dead replay \(letter.number) or dead drop \(letter.number)")
  }

  private var outcome: [TaskReason] {
    guard let result = facts.result else { return [] }
    // Told already, in other words.
    if !result.state.isFinal && !(facts.messages.isEmpty && facts.runningSince == nil) { return [] }
    let failure = result.failure.map { ": \($0)" } ?? ""
    let node = result.worker.map { " on \($0)" } ?? ""
    let age = text(max(.zero, facts.now - result.doneAt))
    let sentence = "\(result.state)\(failure), \(age) ago\(node)"
    return [TaskReason(.outcome, sentence, advice: "tasksd result \(facts.id) shows the record")]
  }

  private var unknown: [TaskReason] {
    var reasons = [
      TaskReason(
        .unknown, "nothing is known of it here: never sent, done without a result kept, or its result has expired",
        advice: "see the log for the id: journalctl TASK_ID=\(facts.id)")
    ]
    if let waiting = facts.outboxWaiting, waiting > 0 {
      reasons.append(
        TaskReason(
          .outbox, "\(waiting) tasks of committed transactions are not in their queues yet: it may be among them",
          advice: "tasksd ctl status says what keeps the database or the broker"))
    }
    return reasons
  }
}
