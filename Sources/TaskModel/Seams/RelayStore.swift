/// Where messages from an outbox go: accepted once, however often they are brought.
///
/// A relay reads rows of an outbox, brings them here, deletes the rows, and confirms. Killed anywhere in between, it (or
/// another) brings the same messages again: what was accepted before is known by its id and left out.
public protocol RelayStore: Sendable {
  /// Accepts messages like `Broker.enqueue`, but for those whose ids were relayed before. Order is kept. In one step.
  ///
  /// - Returns: messages that were left out since another task holds the key they claim (``UniqueClaim``).
  @discardableResult
  func relay(_ messages: [TaskMessage], chords: [ChordSize]) async throws(BackendError) -> [RefusedDuplicate]

  /// The rows of these are deleted: nobody will bring them again, but for a relay that had read them before. Their ids are
  /// forgotten an hour from now; those of messages that are never confirmed after 30 days.
  func confirmRelayed(_ ids: [TaskID]) async throws(BackendError)
}
