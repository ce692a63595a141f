package import TaskModel

/// What noting that a task is being done has shown.
package enum InboxClaim: Sendable, Hashable {
  /// It was not done before; its row is here, where the database tells.
  case ours(place: SQLValue?)
  /// It was done before, with this result.
  case doneBefore(JSONValue)
}
