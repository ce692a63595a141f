public import TaskModel

/// What follows when the last member of a chord's header has come to its end. Pure; called by the store that counted.
public enum ChordCompletion {
  /// One member as the store kept it.
  public struct Member: Sendable, Hashable {
    public var taskID: TaskID
    public var state: TaskState
    public var value: JSONValue
    public var failure: TaskFailure?

    public init(taskID: TaskID, state: TaskState, value: JSONValue, failure: TaskFailure? = nil) {
      self.taskID = taskID
      self.state = state
      self.value = value
      self.failure = failure
    }
  }

  /// - Parameters:
  ///   - part: the one that completed the chord.
  ///   - members: all of them, in the order of their places.
  public static func followUps(_ part: ChordPart, members: [Member]) -> FollowUps { FollowUps() }
}
