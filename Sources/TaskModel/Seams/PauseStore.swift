/// What rests until it is resumed. Kept by the store, so that it holds for all nodes on it and over restarts, and nobody has
/// to be told: the step that hands a message out or sends a tick looks by itself.
public protocol PauseStore: Sendable {
  /// From when this returned no claim hands out a message of these queues and no tick of these entries is sent. What was
  /// handed out before is not touched. What rests already keeps the moment since when it does. Rings ``pauseChanges()``.
  func pause(_ subjects: [PauseSubject]) async throws(BackendError)

  /// What does not rest is left out. Returns those that did. Rings ``pauseChanges()`` and ``Broker/wakeUps()``.
  @discardableResult
  func resume(_ subjects: [PauseSubject]) async throws(BackendError) -> [PauseSubject]

  /// All that rest, sorted.
  func pauses() async throws(BackendError) -> [Pause]

  /// Ends with an element when something may have been paused or resumed, by this or another process. May ring for nothing.
  /// Each call is its own listener.
  func pauseChanges() -> AsyncStream<Void>
}
