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

  init(_ entry: BeatEntry, memory: EntryMemory, isPaused: Bool, previous: PlannedEntry?) {
    self.entry = entry
    anchor = memory.anchor
    headers = TickMessage.headers(of: entry)
    catchUp = entry.catchUp.limited(to: entry.expires)
    lastDue = memory.lastDue
    lastTaskID = memory.lastTaskID
    lastSentAt = memory.lastSentAt
    sentCount = memory.sentCount
    skippedCount = memory.skippedCount
    self.isPaused = isPaused
    passed = memory.lastDue
    if let previous, previous.anchor == memory.anchor, previous.entry.schedule == entry.schedule {
      passed = [previous.passed, passed].compactMap(\.self).max()
    }
    nextDue = firstDue
  }

  /// The first tick that is not done with.
  private var firstDue: Timestamp? {
    guard entry.isEnabled, !isPaused else { return nil }
    return CatchUpDecision.firstDue(
      of: entry.schedule, anchor: anchor, lastDue: passed, runsAtStart: entry.runsAtStart)
  }

  /// Rests, or goes on with the first tick that was not sent: what was missed meanwhile is up to the entry's policy.
  mutating func setPaused(_ isPaused: Bool) {
    self.isPaused = isPaused
    nextDue = firstDue
  }

  func decide(at now: Timestamp, due: Timestamp, grace: Duration) -> CatchUpDecision {
    CatchUpDecision.make(
      entry.schedule, anchor: anchor, firstDue: due, now: now, catchUp: catchUp, grace: grace)
  }

  var snapshot: BeatEntrySnapshot {
    BeatEntrySnapshot(
      entry: entry, nextDue: nextDue, lastDue: lastDue, lastTaskID: lastTaskID, lastSentAt: lastSentAt,
      sentCount: sentCount, skippedCount: skippedCount, isPaused: isPaused, anchor: anchor)
  }
}
