public import Schedules
public import TaskModel

/// What happens in the beat, for those who log, count and show it. The beat itself words nothing.
public enum BeatEvent: Sendable, Hashable {
  /// These entries are remembered by the store and will be sent from now on.
  case inForce(entries: Int)
  /// The store says that a tick far ahead was claimed already: a clock was wrong when that was done. The entry rests until
  /// then, or until its schedule is changed.
  case claimedAhead(entry: String, lastDue: Timestamp)
  case sent(SentTick)
  /// Not sent, since the task of the tick before is not finished.
  case skippedOverlap(entry: String, due: Timestamp, previous: TaskID)
  /// The entry was paused in the store: this tick and what follows is not sent before it is resumed.
  case paused(entry: String, due: Timestamp)
  /// Ticks that were missed meanwhile are treated as the entry's policy has it.
  case resumed(entry: String)
  /// Another node was first, which is how it should be for all nodes but one.
  case alreadyClaimed(entry: String, due: Timestamp, lastDue: Timestamp)
  /// Ticks were missed, the first of them at `since`; `sent` of them were sent now, as the entry's policy has it.
  case caughtUp(entry: String, since: Timestamp, sent: Int, mode: CatchUp.Mode)
  /// The store refuses this tick for good; it is dropped, the next one is tried.
  case refused(entry: String, due: Timestamp, BackendError)
  /// Said once for each outage. Ticks that fall due in it are kept as if on time.
  case storeAway(BackendError)
  case storeBack(downtime: Duration)
}

public struct SentTick: Sendable, Hashable {
  public var entry: String
  public var task: TaskName
  public var id: TaskID
  public var queue: QueueName
  /// The moment by the schedule.
  public var due: Timestamp
  /// When the store had it.
  public var sentAt: Timestamp

  public var lateness: Duration { sentAt - due }
}
