/// How long one run may take. At the soft limit the run is asked to end (a Swift task is cancelled, a command gets TERM);
/// at the hard limit it is over: a command's process group is killed, a Swift task that has not answered is given up
/// and its thread's place goes to a fresh one. Swift code cannot be killed from outside.
public struct TimeLimit: Sendable, Hashable {
  public var soft: Duration?
  public var hard: Duration?

  public init(soft: Duration? = nil, hard: Duration? = nil) {
    self.soft = soft
    self.hard = hard
  }

  /// This limit where it says something, otherwise the other's.
  public func completed(by other: TimeLimit) -> TimeLimit {
    TimeLimit(soft: soft ?? other.soft, hard: hard ?? other.hard)
  }
}
