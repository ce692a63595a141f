/// How many members of a chord's header must come to an end before its body is sent. Kept by the store from the moment the
/// members are sent.
public struct ChordSize: Sendable, Hashable {
  /// The header's group.
  public var groupID: String
  /// Members that report: a chain counts by its last task, a nested chord by its body. More than 0.
  public var count: Int
  /// When what is kept of the chord may be deleted; nil keeps it.
  public var expires: Timestamp?

  public init(groupID: String, count: Int, expires: Timestamp? = nil) {
    self.groupID = groupID
    self.count = count
    self.expires = expires
  }
}
