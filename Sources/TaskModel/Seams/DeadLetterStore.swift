/// The list of messages set aside.
public protocol DeadLetterStore: Sendable {
  func deadLetterCount() async throws(BackendError) -> Int

  /// Up to `limit` letters with numbers above `number`, in order.
  func deadLetters(after number: Int64, limit: Int) async throws(BackendError) -> [DeadLetter]

  func deadLetter(_ number: Int64) async throws(BackendError) -> DeadLetter?

  /// Puts readable ones back into their queues as if new (delivery count 0, eta dropped), in one step; returns the numbers
  /// that were replayed. Unreadable and unknown numbers are left out.
  func replayDeadLetters(_ numbers: [Int64]) async throws(BackendError) -> [Int64]

  /// Deletes them; returns the numbers that existed.
  func dropDeadLetters(_ numbers: [Int64]) async throws(BackendError) -> [Int64]
}
