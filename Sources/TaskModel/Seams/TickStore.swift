/// Beat's memory: which tick of which entry was sent last, shared by all nodes that run beat.
public protocol TickStore: Sendable {
  /// Claims each tick and enqueues its message in one atomic step. Of any number of nodes that claim the same tick
  /// exactly one succeeds.
  func claim(_ ticks: [TickClaim]) async throws(BackendError) -> [TickOutcome]

  /// All entries that were ever remembered.
  func entryMemories() async throws(BackendError) -> [EntryMemory]

  /// Remembers entries that are new, by name: the first writer's anchor counts. Returns the memory of each as it is now.
  /// An entry whose schedule text changed starts anew.
  func remember(_ entries: [EntryMemory]) async throws(BackendError) -> [EntryMemory]

  /// Forgets entries that are no longer configured.
  func forgetEntries(_ names: [String]) async throws(BackendError)
}

/// "This entry's tick of this moment is mine, and here is its message."
public struct TickClaim: Sendable, Hashable {
  public var entry: String
  /// The moment at which it was due by the schedule, on the grid; not the moment of the claim.
  public var due: Timestamp
  /// The messages to enqueue: one, or several when missed ticks are caught up.
  public var messages: [TaskMessage]
  /// Do not send while the task of the entry's last tick is still waiting, deferred or in flight (`overlap = skip`).
  public var skipsIfUnfinished: Bool

  public init(entry: String, due: Timestamp, messages: [TaskMessage], skipsIfUnfinished: Bool = false) {
    self.entry = entry
    self.due = due
    self.messages = messages
    self.skipsIfUnfinished = skipsIfUnfinished
  }
}

public enum TickOutcome: Sendable, Hashable {
  case sent
  /// Another node was first: the last claimed tick of this entry is this one or a later one.
  case alreadyClaimed(lastDue: Timestamp)
  /// Not sent, since the last one is not finished, or since another task holds the key that it claims; the tick counts as
  /// claimed and skipped.
  case overlapping(previous: TaskID)
  /// Not sent and not claimed, since the entry is paused (``PauseStore``).
  case paused
}

public struct EntryMemory: Sendable, Hashable {
  public var entry: String
  /// The schedule in canonical text; a change starts the entry anew.
  public var schedule: String
  /// The origin of an interval's grid: when the entry was first seen.
  public var anchor: Timestamp
  /// The last tick that was claimed, by its due moment.
  public var lastDue: Timestamp?
  public var lastTaskID: TaskID?
  /// When it was claimed.
  public var lastSentAt: Timestamp?
  public var sentCount: Int
  public var skippedCount: Int

  public init(
    entry: String, schedule: String, anchor: Timestamp, lastDue: Timestamp? = nil, lastTaskID: TaskID? = nil,
    lastSentAt: Timestamp? = nil, sentCount: Int = 0, skippedCount: Int = 0
  ) {
    self.entry = entry
    self.schedule = schedule
    self.anchor = anchor
    self.lastDue = lastDue
    self.lastTaskID = lastTaskID
    self.lastSentAt = lastSentAt
    self.sentCount = sentCount
    self.skippedCount = skippedCount
  }
}
