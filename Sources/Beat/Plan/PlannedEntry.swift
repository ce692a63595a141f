import Schedules
import TaskModel

/// An entry, what is remembered of it, and where it stands.
struct PlannedEntry {
  let entry: BeatEntry
  let anchor: Timestamp
  /// Ready for all messages of the entry; each adds its due moment.
  let headers: JSONObject
  /// The policy, with `expires` as a further deadline: nobody wants a message that has expired when it is sent.
  let catchUp: CatchUp
  /// The last tick that is done with: claimed by someone, or dropped by the policy.
  var passed: Timestamp?
  var lastDue: Timestamp?
  var lastTaskID: TaskID?
  var lastSentAt: Timestamp?
  var sentCount: Int
  var skippedCount: Int
  var nextDue: Timestamp?
  var isPaused: Bool
  /// Notes in the heap that carry another number are out of date.
  var generation: UInt32 = 0

  init(_ entry: BeatEntry, memory: EntryMemory, previous: PlannedEntry?) {
    self.entry = entry
    anchor = memory.anchor
    headers = TickMessage.headers(of: entry)
    catchUp = entry.catchUp.limited(to: entry.expires)
    lastDue = memory.lastDue
    lastTaskID = memory.lastTaskID
    lastSentAt = memory.lastSentAt
    sentCount = memory.sentCount
    skippedCount = memory.skippedCount
    isPaused = previous?.isPaused ?? false
    passed = memory.lastDue
    if let previous, previous.anchor == memory.anchor, previous.entry.schedule == entry.schedule {
      passed = [previous.passed, passed].compactMap(\.self).max()
    }
    guard entry.isEnabled, !isPaused else { return }
    nextDue = CatchUpDecision.firstDue(
      of: entry.schedule, anchor: anchor, lastDue: passed, runsAtStart: entry.runsAtStart)
  }

  func decide(at now: Timestamp, due: Timestamp, grace: Duration) -> CatchUpDecision {
    CatchUpDecision.make(
      entry.schedule, anchor: anchor, firstDue: due, now: now, catchUp: catchUp, grace: grace)
  }

  /// Goes on with the first tick after `moment`; what lies before is done with.
  mutating func skip(to moment: Timestamp) {
    let start = [passed, moment].compactMap(\.self).max() ?? moment
    nextDue = entry.isEnabled && !isPaused ? entry.schedule.next(after: start, anchor: anchor) : nil
  }

  var snapshot: BeatEntrySnapshot {
    BeatEntrySnapshot(
      entry: entry, nextDue: nextDue, lastDue: lastDue, lastTaskID: lastTaskID, lastSentAt: lastSentAt,
      sentCount: sentCount, skippedCount: skippedCount, isPaused: isPaused, anchor: anchor)
  }
}
