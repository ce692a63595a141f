public import TaskModel

/// What happens to a relay, for those who log, count and show it.
public enum OutboxEvent: Sendable, Hashable {
  /// So many messages were brought to their queues.
  case relayed(Int)
  /// A message was left out, since another task holds the key that it claims.
  case refusedDuplicate(RefusedDuplicate)
  /// A row cannot be sent and was set aside: its number, its task, and what would be right.
  case setAside(row: Int64, task: String, problem: String)
  /// Said once at the loss, and once at the return.
  case databaseAway(DatabaseError)
  case databaseBack(downtime: Duration)
  case storeAway(BackendError)
  case storeBack(downtime: Duration)
  /// So many records of tasks that were done long ago were deleted.
  case inboxCleaned(Int)
}
