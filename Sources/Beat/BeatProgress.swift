public import TaskModel

/// The proof that the loop turns, for the watchdog, and what the status line shows.
public struct BeatProgress: Sendable, Hashable {
  /// From the first turn until the loop has ended.
  public var isRunning = false
  /// How many times the loop has turned.
  public var turns: UInt64 = 0
  public var lastTurn: Timestamp?
  /// Until when it means to sleep; nil while it works.
  public var sleepsUntil: Timestamp?
  /// When the next tick of any entry is due; nil when there is none.
  public var nextDue: Timestamp?
  public var entryCount = 0
  /// Nil while the store answers.
  public var storeAwaySince: Timestamp?

  public init() {}

  /// Whether the loop does what it said: it sleeps and its time has not come, or it has worked no longer than
  /// `tolerance`. One that has not begun, or has ended because it was to end, has promised nothing.
  public func isAlive(at now: Timestamp, tolerance: Duration) -> Bool {
    guard isRunning, let start = sleepsUntil ?? lastTurn else { return true }
    return now <= start + tolerance
  }
}
