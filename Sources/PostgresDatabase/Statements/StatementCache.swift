/// Which statements a connection has prepared. What is run for the second time is worth it; of all that were run, those used
/// last are remembered.
struct StatementCache {
  struct Key: Hashable {
    let text: String
    /// Of the values: the same text with others is another statement.
    let types: [UInt32]
  }

  /// How to run a statement.
  enum Plan: Hashable {
    case unprepared
    /// Prepare it under this name, and say so with ``confirm(_:as:)``.
    case preparing(String)
    case prepared(String)
  }

  private struct Entry {
    var name: String?
    var lastUse: UInt64
  }

  /// Longer texts, in bytes, such as long lists of rows, are hardly ever the same twice.
  private static let longest = 4096

  private let limit: Int
  private var entries: [Key: Entry] = [:]
  private var uses: UInt64 = 0
  /// Statements that drop what the server still has and nobody will use again.
  private var cleanup: [String] = []

  /// - Parameter limit: how many are remembered; 0: nothing is ever prepared.
  init(limit: Int) { self.limit = max(0, limit) }

  mutating func plan(for key: Key) -> Plan {
    if limit == 0 || key.text.utf8.count > Self.longest { return .unprepared }
    uses &+= 1
    if let known = entries[key] {
      entries[key]?.lastUse = uses
      return known.name.map { .prepared($0) } ?? .preparing("tasksd_\(uses)")
    }
    if entries.count >= limit { forgetOldest() }
    entries[key] = Entry(lastUse: uses)
    return .unprepared
  }

  mutating func confirm(_ key: Key, as name: String) { entries[key]?.name = name }

  private mutating func forgetOldest() {
    guard let oldest = entries.min(by: { $0.value.lastUse < $1.value.lastUse }) else { return }
    entries[oldest.key] = nil
    if let name = oldest.value.name { cleanup.append("DEALLOCATE \(name)") }
  }

  /// What is to be run outside of transactions, for the server's sake.
  mutating func takeCleanup() -> [String] {
    defer { cleanup = [] }
    return cleanup
  }

  /// The server has forgotten them, or they no longer fit.
  mutating func removeAll() {
    entries = [:]
    cleanup = ["DEALLOCATE ALL"]
  }
}
