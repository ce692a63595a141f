import Synchronization
import TaskModel

/// How many tasks of each name may begin in a time, in this worker.
final class RateLimiter: Sendable {
  private struct State {
    /// Set while the worker runs; they win over the tasks' own. A nil is: without limit.
    var set: [TaskName: RateLimit?] = [:]
    var buckets: [TaskName: RateBucket] = [:]
  }

  private let state = Mutex(State())

  /// Nil: it may begin now, and counts. Otherwise when to try again.
  ///
  /// - Parameter own: the task's own limit.
  func admit(_ task: TaskName, own: RateLimit?, at now: Timestamp) -> Timestamp? {
    state.withLock { state in
      if own == nil && state.set.isEmpty { return nil }
      guard let limit = state.set[task] ?? own else { return nil }
      var bucket = state.buckets.removeValue(forKey: task) ?? RateBucket(limit)
      if bucket.limit != limit { bucket = RateBucket(limit) }
      defer { state.buckets[task] = bucket }
      return bucket.admit(at: now)
    }
  }

  /// What was promised under the old limit is forgotten.
  func set(_ limit: RateLimit?, of task: TaskName) {
    state.withLock { state in
      state.set[task] = .some(limit)
      state.buckets[task] = nil
    }
  }

  func limit(of task: TaskName, own: RateLimit?) -> RateLimit? { state.withLock { $0.set[task] ?? own } }
}
