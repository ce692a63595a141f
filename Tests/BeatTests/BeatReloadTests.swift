import Schedules
import TaskModel
import TasksTesting
import Testing

@testable import Beat

/// Row 103, and pausing.
struct BeatReloadTests {
  @Test func aReloadKeepsWhatIsUntouchedAndStartsAnewWhatChanged() async throws {
    let stage = BeatStage()
    let start = stage.clock.now
    let loop = await stage.start([
      try .every(.seconds(10), name: "kept"), try .every(.seconds(10), name: "changed"),
      try .every(.seconds(10), name: "gone"),
    ])
    await stage.advance(by: .seconds(14))
    let isInForce = await loop.replace(entries: [
      try .every(.seconds(10), name: "kept"), try .every(.seconds(30), name: "changed"),
      try .every(.seconds(5), name: "new"),
    ])
    #expect(isInForce)
    let snapshot = await loop.snapshot()
    #expect(snapshot.map(\.entry.name) == ["kept", "changed", "new"])
    #expect(snapshot.map(\.nextDue) == [start + .seconds(20), start + .seconds(44), start + .seconds(19)])
    #expect(snapshot.map(\.lastDue) == [start + .seconds(10), nil, nil])
    #expect(snapshot.map(\.sentCount) == [1, 0, 0])
    await stage.settle()
    await stage.advance(by: .seconds(5))
    #expect(stage.sent.map(\.entry).suffix(1) == ["new"])
    #expect(try await stage.backend.entryMemories().map(\.entry) == ["changed", "kept", "new"])
    await stage.stopAll()
  }

  @Test func aChangedTaskOfTheSameScheduleKeepsItsGrid() async throws {
    let stage = BeatStage()
    let start = stage.clock.now
    var entry = try BeatEntry.every(.seconds(10))
    let loop = await stage.start([entry])
    await stage.advance(by: .seconds(4))
    entry.task = "another"
    await loop.replace(entries: [entry])
    await stage.settle()
    await stage.advance(by: .seconds(6))
    #expect(stage.sent.map(\.task) == ["another"] && stage.sent.map(\.due) == [start + .seconds(10)])
    await stage.stopAll()
  }

  @Test func anEntryThatIsSwitchedOffIsShownAndNotSent() async throws {
    let stage = BeatStage()
    var entry = try BeatEntry.every(.seconds(1))
    entry.isEnabled = false
    let loop = await stage.start([entry])
    await stage.advance(by: .seconds(10))
    #expect(stage.sent.isEmpty)
    #expect(await loop.snapshot().map(\.nextDue) == [nil])
    await stage.stopAll()
  }

  @Test func ofTwoEntriesOfOneNameTheLastCounts() async throws {
    let stage = BeatStage()
    let loop = await stage.start([try .every(.seconds(1)), try .every(.seconds(5))])
    #expect(await loop.snapshot().map(\.nextDue) == [stage.clock.now + .seconds(5)])
    await stage.stopAll()
  }

  @Test func theFreshSnapshotKnowsWhatOtherNodesSent() async throws {
    let stage = BeatStage()
    let first = await stage.start([try .every(.seconds(1))])
    let second = await stage.start([try .every(.seconds(1))])
    await stage.advance(by: .seconds(1))
    await stage.advance(by: .seconds(1))
    let fresh = try await [first.freshSnapshot(), second.freshSnapshot()]
    #expect(fresh.allSatisfy { $0.first?.sentCount == 2 })
    await stage.stopAll()
  }

  @Test func veryManyNewEntriesAreSpreadOverASecond() async throws {
    let stage = BeatStage()
    let start = stage.clock.now
    let entries = try (0..<6400).map { try BeatEntry.every(.seconds(1), name: "\($0)") }
    let loop = await stage.start(entries)
    let dues = await loop.snapshot().compactMap(\.nextDue)
    #expect(Set(dues).count == 50)
    #expect(dues.min() == start + .seconds(1) && (dues.max() ?? start) < start + .seconds(2))
    await stage.stopAll()
  }
}
