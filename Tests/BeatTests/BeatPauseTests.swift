import Schedules
import TaskModel
import TasksTesting
import Testing

@testable import Beat

/// Entries that are paused in the store, for all nodes.
@Suite struct BeatPauseTests {
  static let policies: [(CatchUp, [Int])] = [(.skip, [30]), (.latest, [30]), (.all, [10, 20, 30])]

  @Test(arguments: policies)
  func aPausedEntryRestsAndItsMissedTicksFollowItsPolicy(_ catchUp: CatchUp, _ sent: [Int]) async throws {
    let stage = BeatStage()
    let start = stage.clock.now
    try await stage.backend.pause([.entry("entry")])
    let loop = await stage.start([try .every(.seconds(10), catchUp: catchUp)])
    await stage.advance(by: .seconds(31))
    #expect(stage.sent.isEmpty)
    let paused = try #require(await loop.snapshot().first)
    #expect(paused.isPaused && paused.nextDue == nil)
    await loop.replace(entries: [try .every(.seconds(10), catchUp: catchUp)])
    #expect(await loop.snapshot().first?.isPaused == true, "a reload does not resume it")
    try await resume("entry", on: stage)
    #expect(stage.sent.map(\.due) == sent.map { start + .seconds($0) })
    await stage.advance(by: .seconds(9))
    #expect(stage.sent.last?.due == start + .seconds(40), "and it goes on")
    await stage.stopAll()
  }

  @Test func anEntryThatIsPausedWhileTheBeatRunsSendsNothingMore() async throws {
    let stage = BeatStage()
    let start = stage.clock.now
    await stage.start([try .every(.seconds(10)), try .every(.seconds(10), name: "other")])
    await stage.advance(by: .seconds(10))
    try await stage.backend.pause([.entry("entry")])
    await stage.advance(by: .seconds(10))
    await stage.advance(by: .seconds(10))
    #expect(stage.sent.filter { $0.entry == "entry" }.map(\.due) == [start + .seconds(10)])
    #expect(stage.sent.filter { $0.entry == "other" }.count == 3)
    #expect(stage.events.contains(.paused(entry: "entry", due: start + .seconds(20))))
    try await resume("entry", on: stage)
    #expect(stage.sent.last?.due == start + .seconds(30), "the latest of those that were missed")
    await stage.stopAll()
  }

  @Test func aTickThatAnotherNodeHadSentBeforeThePauseIsNotSentAgain() async throws {
    let stage = BeatStage()
    let start = stage.clock.now
    await stage.start([try .every(.seconds(10), catchUp: .all)])
    await stage.start([try .every(.seconds(10), catchUp: .all)])
    await stage.advance(by: .seconds(10))
    try await stage.backend.pause([.entry("entry")])
    await stage.advance(by: .seconds(15))
    try await resume("entry", on: stage)
    await stage.advance(by: .seconds(1))
    #expect(stage.sent.map(\.due) == [10, 20].map { start + .seconds($0) })
    await stage.stopAll()
  }

  /// Until a beat has heard of it, which looks once a second.
  private func resume(_ entry: String, on stage: BeatStage) async throws {
    await stage.advance(by: .seconds(1))
    try await stage.backend.resume([.entry(entry)])
    while !stage.events.contains(.resumed(entry: entry)) { await Task.yield() }
    await stage.settle()
  }
}
