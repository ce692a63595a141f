/// What a task no longer needs of the limits that all workers share: given back in the step of its settlement, if the task
/// still holds it.
public enum LimitRelease: Sendable, Hashable {
  case unique(key: String, holder: TaskID)
  case concurrency(key: String, holder: TaskID)
}
