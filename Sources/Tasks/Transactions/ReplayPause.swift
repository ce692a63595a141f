/// How long a conflict is slept over before the next attempt. Nobody tells when the other transaction has ended, and PostgreSQL
/// refuses each attempt that comes before: without a pause all attempts can be used up while the other still commits.
enum ReplayPause {
  /// The first replay comes at once; then up to 4 ms, doubled each time up to 256 ms, at random, so that those who met do not
  /// meet again in step.
  /// - Parameter attempt: the one that failed, from 1.
  static func after(attempt: Int) -> Duration {
    if attempt <= 1 { return .zero }
    return .microseconds(Int.random(in: 0...(2000 << min(attempt - 1, 7))))
  }
}
