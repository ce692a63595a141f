import Testing

@testable import PostgresDatabase

struct StatementCacheTests {
  private func key(_ text: String, _ types: [UInt32] = []) -> StatementCache.Key { .init(text: text, types: types) }

  @Test func aStatementIsPreparedTheSecondTimeAndThenUsed() {
    var cache = StatementCache(limit: 2)
    #expect(cache.plan(for: key("a")) == .unprepared)
    guard case .preparing(let name) = cache.plan(for: key("a")) else {
      Issue.record("not prepared")
      return
    }
    cache.confirm(key("a"), as: name)
    #expect(cache.plan(for: key("a")) == .prepared(name))
    #expect(cache.plan(for: key("a", [23])) == .unprepared)
  }

  @Test func oneThatCouldNotBePreparedIsTriedAgain() {
    var cache = StatementCache(limit: 2)
    _ = cache.plan(for: key("a"))
    guard case .preparing(let first) = cache.plan(for: key("a")),
      case .preparing(let second) = cache.plan(for: key("a"))
    else {
      Issue.record("not prepared")
      return
    }
    #expect(first != second)
  }

  @Test func theOneUsedLongestAgoMakesRoom() {
    var cache = StatementCache(limit: 2)
    for text in ["a", "b"] {
      _ = cache.plan(for: key(text))
      cache.confirm(key(text), as: text)
    }
    _ = cache.plan(for: key("a"))
    #expect(cache.plan(for: key("c")) == .unprepared)
    #expect(cache.takeCleanup() == ["DEALLOCATE b"])
    #expect(cache.takeCleanup() == [])
    #expect(cache.plan(for: key("a")) == .prepared("a"))
    #expect(cache.plan(for: key("b")) == .unprepared)
  }

  @Test func nothingIsPreparedWithoutRoomNorWhatIsLong() {
    var none = StatementCache(limit: -1)
    var some = StatementCache(limit: 10)
    let long = String(repeating: "x", count: 5000)
    for _ in 0..<3 {
      #expect(none.plan(for: key("a")) == .unprepared)
      #expect(some.plan(for: key(long)) == .unprepared)
    }
  }
}
