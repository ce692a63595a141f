public import TaskModel

/// What a relay knows of its outbox.
public struct OutboxStanding: Sendable, Hashable {
  /// Committed rows that have not left, when it last looked.
  public var waiting = 0
  /// When the oldest of them was written.
  public var oldest: Timestamp?
  /// Rows that cannot be sent and wait for a person.
  public var setAside = 0
  /// Messages this relay has brought to their queues.
  public var relayed = 0
  public var databaseAwaySince: Timestamp?
  public var storeAwaySince: Timestamp?

  public init() {}
}
