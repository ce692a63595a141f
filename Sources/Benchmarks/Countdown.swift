import Synchronization

/// Counts down to an end that can be waited for.
final class Countdown: Sendable {
  private let left: Atomic<Int>
  private let end: AsyncStream<Void>.Continuation

  /// Waits for the end of a countdown.
  struct End: Sendable {
    fileprivate let stream: AsyncStream<Void>
    func wait() async { for await _ in stream {} }
  }

  static func make(from count: Int) -> (Countdown, End) {
    let (stream, continuation) = AsyncStream.makeStream(of: Void.self)
    return (Countdown(count, continuation), End(stream: stream))
  }

  private init(_ count: Int, _ end: AsyncStream<Void>.Continuation) {
    left = Atomic(count)
    self.end = end
  }

  func count() {
    if left.subtract(1, ordering: .relaxed).newValue == 0 { end.finish() }
  }
}
