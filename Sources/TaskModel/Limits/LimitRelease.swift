/// What a task no longer needs of the limits that all workers share: given back in the step of its settlement, if the task
/// still holds it.
public enum LimitRelease: Sendable, Hashable {
  /// Not of a claim for a period: that stands until its time is over.
  case unique(key: String, holder: TaskID)
  /// Also said by a task that ends without having had its place, such as one that was revoked while it waited: after each
  /// such release one that waits for a place of this key is sent on, if one is free.
  case concurrency(key: String, holder: TaskID)
}
