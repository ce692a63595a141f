import Schedules
import TaskModel

extension PlannedEntry {
  /// Notes what became of the entry's ticks and moves on to its next one. Returns what is worth telling.
  mutating func apply(
    _ decision: CatchUpDecision, claims: ArraySlice<TickClaim>, results: ArraySlice<TickResult>, now: Timestamp
  ) -> [BeatEvent] {
    var events: [BeatEvent] = []
    var sent = 0
    var isOthers = !claims.isEmpty
    if results.contains(where: \.isPaused) { return pause(claims, results, now: now) }
    passed = [passed, decision.latestDue].compactMap(\.self).max()
    for (claim, result) in zip(claims, results) {
      let event = apply(claim, result, now: now)
      if case .alreadyClaimed = event {} else { isOthers = false }
      if case .sent = event { sent += 1 }
      events.append(event)
    }
    if let missed = decision.firstMissed, !isOthers {
      events.append(.caughtUp(entry: entry.name, since: missed, sent: sent, mode: entry.catchUp.mode))
    }
    if isPaused || !entry.isEnabled {
      nextDue = nil
    } else if let passed, let latest = decision.latestDue, passed > latest {
      nextDue = entry.schedule.next(after: passed, anchor: anchor)
    } else {
      nextDue = decision.nextDue
    }
    return events
  }

  /// What was sent before it was paused is done with; the rest waits until it is resumed.
  private mutating func pause(
    _ claims: ArraySlice<TickClaim>, _ results: ArraySlice<TickResult>, now: Timestamp
  ) -> [BeatEvent] {
    var events: [BeatEvent] = []
    var firstPaused: Timestamp?
    for (claim, result) in zip(claims, results) {
      if result.isPaused {
        firstPaused = firstPaused ?? claim.due
      } else {
        events.append(apply(claim, result, now: now))
        passed = [passed, claim.due].compactMap(\.self).max()
      }
    }
    setPaused(true)
    if let firstPaused { events.append(.paused(entry: entry.name, due: firstPaused)) }
    return events
  }

  private mutating func apply(_ claim: TickClaim, _ result: TickResult, now: Timestamp) -> BeatEvent {
    switch result {
    case .answered(.sent):
      let id = claim.messages.last?.id ?? ""
      lastDue = claim.due
      lastTaskID = id
      lastSentAt = now
      sentCount += 1
      return .sent(
        SentTick(entry: entry.name, task: entry.task, id: id, queue: entry.queue, due: claim.due, sentAt: now))
    case .answered(.alreadyClaimed(let last)):
      lastDue = [lastDue, last].compactMap(\.self).max()
      passed = [passed, last].compactMap(\.self).max()
      return .alreadyClaimed(entry: entry.name, due: claim.due, lastDue: last)
    case .answered(.overlapping(let previous)):
      lastDue = claim.due
      skippedCount += 1
      return .skippedOverlap(entry: entry.name, due: claim.due, previous: previous)
    case .answered(.paused): return .paused(entry: entry.name, due: claim.due)
    case .refused(let error):
      return .refused(entry: entry.name, due: claim.due, error)
    }
  }
}
