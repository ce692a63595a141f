/// Where outcomes are kept until they expire.
public protocol ResultStore: Sendable {
  /// Stores records outside a settlement, such as STARTED or an author's own states. A final state is never replaced by
  /// one that is not.
  func store(_ results: [TaskResult]) async throws(BackendError)

  /// Nil when nothing is known of this id, or what was known has expired.
  func result(of id: TaskID) async throws(BackendError) -> TaskResult?

  /// Deletes the record; true if there was one.
  func forget(_ id: TaskID) async throws(BackendError) -> Bool

  /// Ends with an element when the record of this id may have changed, by this or another process. Listen first, then read.
  func changes(of id: TaskID) -> AsyncStream<Void>

  /// Deletes expired records, and what is kept of chords whose time is over; returns how many records.
  func removeExpiredResults() async throws(BackendError) -> Int
}
