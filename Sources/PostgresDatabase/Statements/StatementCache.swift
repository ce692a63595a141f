/// Which statements a connection has prepared. What is run for the second time is worth it; of those, the ones used last are
/// kept.
struct StatementCache {
  struct Key: Hashable {
    let text: String
    /// Of the values: the same text with others is another statement.
    let types: [UInt32]
  }

  enum Advice: Hashable {
    case runUnprepared
    /// Prepare it under this name, after having dropped that one.
    case prepare(name: String, dropping: String?)
    case run(name: String)
  }

  private struct Entry {
    let name: String
    var lastUse: UInt64
  }

  /// Texts beyond it, such as long lists of rows, are hardly ever the same twice.
  private static let longest = 4096

  private let limit: Int
  private var prepared: [Key: Entry] = [:]
  /// What was run once, with the use that was.
  private var seen: [Key: UInt64] = [:]
  private var uses: UInt64 = 0

  /// - Parameter limit: how many are kept prepared; 0: none.
  init(limit: Int) { self.limit = max(0, limit) }

  mutating func advice(for key: Key) -> Advice {
    if limit == 0 || key.text.utf8.count > Self.longest { return .runUnprepared }
    uses &+= 1
    if let name = prepared[key]?.name {
      prepared[key]?.lastUse = uses
      return .run(name: name)
    }
    guard seen.removeValue(forKey: key) != nil else {
      note(key)
      return .runUnprepared
    }
    let dropped = makeRoom()
    let name = "tasksd_\(uses)"
    prepared[key] = Entry(name: name, lastUse: uses)
    return .prepare(name: name, dropping: dropped)
  }

  private mutating func note(_ key: Key) {
    if seen.count >= limit, let oldest = seen.min(by: { $0.value < $1.value }) { seen[oldest.key] = nil }
    seen[key] = uses
  }

  private mutating func makeRoom() -> String? {
    guard prepared.count >= limit, let oldest = prepared.min(by: { $0.value.lastUse < $1.value.lastUse }) else {
      return nil
    }
    prepared[oldest.key] = nil
    return oldest.value.name
  }

  /// It could not be prepared, or is no longer what it was.
  mutating func forget(_ key: Key) { prepared[key] = nil }
}
