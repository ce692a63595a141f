/// The prepared statements of one connection by their text, as many as the limit; the longest unused goes first. On the
/// connection's thread only.
struct StatementCache {
  private struct Entry {
    let statement: PreparedStatement
    var lastUse: UInt64
  }
  private let limit: Int
  private var entries: [String: Entry] = [:]
  private var uses: UInt64 = 0

  init(limit: Int) { self.limit = max(1, limit) }

  var count: Int { entries.count }

  mutating func find(_ text: String) -> PreparedStatement? {
    uses += 1
    entries[text]?.lastUse = uses
    return entries[text]?.statement
  }

  mutating func keep(_ statement: PreparedStatement, _ text: String) {
    if entries.count >= limit, let oldest = entries.min(by: { $0.value.lastUse < $1.value.lastUse }) {
      entries[oldest.key] = nil
    }
    entries[text] = Entry(statement: statement, lastUse: uses)
  }

  mutating func removeAll() { entries = [:] }
}
