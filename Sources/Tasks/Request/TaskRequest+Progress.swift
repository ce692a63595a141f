import TaskModel

extension TaskRequest {
  /// Tells how far the run has come: `progress(0.4, "half way")`. Whoever watches the result sees the state PROGRESS with
  /// `{"current": 0.4, "total": 1, "message": "half way"}`. Does not wait for the store, which gets five a second at most: of
  /// more the latest. The outcome replaces it.
  /// - Parameter fraction: from 0 to 1; what lies outside becomes the nearer end, and what is no number 0.
  public func progress(_ fraction: Double, _ message: String? = nil) {
    report(TaskProgress(fraction, message))
  }

  /// The same by counting: `progress(3, of: 10)`. What lies outside of 0 to `total` becomes the nearer end.
  public func progress(_ current: Int, of total: Int, _ message: String? = nil) {
    report(TaskProgress(current, of: total, message))
  }

  private func report(_ progress: TaskProgress) { run.publishState(TaskProgress.state, progress.meta) }
}
