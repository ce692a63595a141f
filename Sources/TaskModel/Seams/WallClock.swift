/// The only place from which anyone learns what time it is. Real in the daemon, moved by hand in tests.
public protocol WallClock: Sendable {
  var now: Timestamp { get }

  /// Returns when the clock shows `deadline` or later, also after the clock was set; at once if it does already.
  /// Throws `CancellationError` when the calling task is cancelled first.
  func sleep(until deadline: Timestamp) async throws(CancellationError)
}
