public import TaskModel

/// An entry as it stands, for `inspect schedule`.
public struct BeatEntrySnapshot: Sendable, Hashable {
  public var entry: BeatEntry
  /// Nil when it is paused or switched off, or its schedule has no further tick.
  public var nextDue: Timestamp?
  /// The last tick that any node claimed, as far as known here.
  public var lastDue: Timestamp?
  public var lastTaskID: TaskID?
  public var lastSentAt: Timestamp?
  public var sentCount: Int
  /// Ticks dropped because the task before was not finished.
  public var skippedCount: Int
  /// Paused in the store, for all nodes.
  public var isPaused: Bool
  /// The origin of an interval's grid.
  public var anchor: Timestamp
}
