/// A message that was not accepted, since another holds the key that it claims.
public struct RefusedDuplicate: Sendable, Hashable {
  public var id: TaskID
  /// The task that holds the key.
  public var holder: TaskID

  public init(id: TaskID, holder: TaskID) {
    self.id = id
    self.holder = holder
  }
}
