public import TaskModel

/// What the end of a task sets in motion.
public struct Ending: Sendable, Hashable {
  public var followUps: FollowUps
  /// Result tuples of what it sends, for its result's `children`.
  public var children: [JSONValue]
  /// What of it cannot be read and therefore does not happen: errbacks, members of the chain behind it.
  public var problems: [CanvasError]

  public init(followUps: FollowUps = FollowUps(), children: [JSONValue] = [], problems: [CanvasError] = []) {
    self.followUps = followUps
    self.children = children
    self.problems = problems
  }
}
