/// One member of a chord's header came to its end: what the store counts and keeps for the body.
///
/// Counted once for each member, however often it is reported. With the last one the store sends the body, or lets it fail
/// (Canvas says which), in the same step or in one that is taken up again after a crash.
public struct ChordPart: Sendable, Hashable {
  /// The header's group.
  public var groupID: String
  public var taskID: TaskID
  /// The member's place among the results that the body gets; nil: after those that have one.
  public var index: Int?
  /// SUCCESS, FAILURE or REVOKED.
  public var state: TaskState
  public var value: JSONValue
  public var failure: TaskFailure?
  /// The body's signature, as the member's message carried it.
  public var body: JSONObject
  /// The queue of the member, where the body goes unless its signature says otherwise.
  public var queue: QueueName
  public var rootID: TaskID?
  public var doneAt: Timestamp
  /// When what is kept of the chord, and results that follow from it, may be deleted; nil keeps them.
  public var expires: Timestamp?

  public init(
    groupID: String, taskID: TaskID, index: Int?, state: TaskState, value: JSONValue = .null,
    failure: TaskFailure? = nil, body: JSONObject, queue: QueueName, rootID: TaskID?, doneAt: Timestamp,
    expires: Timestamp?
  ) {
    self.groupID = groupID
    self.taskID = taskID
    self.index = index
    self.state = state
    self.value = value
    self.failure = failure
    self.body = body
    self.queue = queue
    self.rootID = rootID
    self.doneAt = doneAt
    self.expires = expires
  }
}

extension ChordPart {
  /// The order in which the body gets the results: by place, those without one last; the same place by the bytes of the id,
  /// as Redis orders equal scores.
  package func precedes(_ other: ChordPart) -> Bool {
    switch (index, other.index) {
    case (let own?, let others?) where own != others: own < others
    case (.some, nil): true
    case (nil, .some): false
    default: taskID.rawValue.utf8.lexicographicallyPrecedes(other.taskID.rawValue.utf8)
    }
  }
}
