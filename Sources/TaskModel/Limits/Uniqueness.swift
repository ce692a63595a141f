/// For how long a task is the only one of its kind: of its name with its arguments, or of a key of its author's.
public struct Uniqueness: Sendable, Hashable {
  /// As in ``UniqueClaim/End``.
  public let end: UniqueClaim.End
  /// More than 0. How long others are refused at most: a bound against what was lost, or exactly so long with
  /// ``for(_:)``.
  public let lifetime: Duration

  /// A day: what is not done by then no longer keeps others away.
  public static let standardLifetime = Duration.days(1)

  /// No second one is sent while one waits to be run.
  public static let whileQueued = Uniqueness(end: .start, lifetime: standardLifetime)
  /// No second one is sent before the first has come to its end, its retries included.
  public static let untilDone = Uniqueness(end: .done, lifetime: standardLifetime)

  /// No second one is sent for a time after the first was, whatever became of that one. At least a millisecond.
  public static func `for`(_ period: Duration) -> Uniqueness { Uniqueness(end: .period, lifetime: period) }

  /// The same, for no longer than this after the sending or, of a deferred task, after it is due. At least a millisecond.
  public func atMost(_ lifetime: Duration) -> Uniqueness { Uniqueness(end: end, lifetime: lifetime) }

  private init(end: UniqueClaim.End, lifetime: Duration) {
    self.end = end
    self.lifetime = max(.milliseconds(1), lifetime)
  }

  package func claim(_ key: String) -> UniqueClaim { UniqueClaim(key: key, end: end, lifetime: lifetime) }
}
