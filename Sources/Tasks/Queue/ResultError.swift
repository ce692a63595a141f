public import TaskModel

/// Why there is no result to return.
public enum ResultError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Not finished in this time; it may still be.
  case timeout(TaskID, after: Duration)
  /// It was revoked and did not run to its end.
  case revoked(TaskID)
  /// No outcome is kept: the task says so, or there is no result store.
  case notKept(TaskID)
  /// The store stopped reporting changes.
  case storeClosed(TaskID)
  /// The result is there but is no such value.
  case unreadable(String)

  public var description: String {
    switch self {
    case .timeout(let id, let duration): "task \(id) is not finished after \(duration)"
    case .revoked(let id): "task \(id) was revoked"
    case .notKept(let id): "the outcome of task \(id) is not kept"
    case .storeClosed(let id): "the result store was closed while waiting for task \(id)"
    case .unreadable(let reason): reason
    }
  }
}
