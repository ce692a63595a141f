/// SQLite's `PRAGMA synchronous`.
package enum SQLiteSynchronous: String, Hashable, Sendable, CaseIterable {
  /// What was accepted survives a power cut.
  case full
  /// What was accepted survives a crash of the process, not always a power cut; faster.
  case normal
}
