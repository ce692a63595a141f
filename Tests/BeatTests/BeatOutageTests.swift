import Schedules
import Synchronization
import TaskModel
import TasksTesting
import Testing

@testable import Beat

struct BeatOutageTests {
  private static let away = BackendError(.unavailable, attempted: "claim", place: "memory", reason: "away")

  @Test(arguments: CatchUp.Mode.allCases)
  func aTickThatFellDueInAnOutageIsSentAfterIt(mode: CatchUp.Mode) async throws {
    let stage = BeatStage()
    let start = stage.clock.now
    let loop = await stage.start([try .every(.hours(1), catchUp: CatchUp(mode))])
    stage.backend.setOutage(Self.away)
    await stage.advance(by: .hours(1))
    #expect(loop.progress.storeAwaySince == start + .hours(1))
    for _ in 0..<40 { await stage.advance(by: .seconds(10)) }
    #expect(stage.sent.isEmpty)
    stage.backend.setOutage(nil)
    await stage.advance(by: .seconds(10))
    #expect(stage.sent.map(\.due) == [start + .hours(1)])
    #expect(loop.progress.storeAwaySince == nil)
    let told = stage.events.filter {
      switch $0 {
      case .storeAway, .storeBack: true
      default: false
      }
    }
    #expect(told == [.storeAway(Self.away), .storeBack(downtime: .seconds(410))], "said once")
    await stage.stopAll()
  }

  @Test func aStoreThatIsAwayAtTheStartIsWaitedFor() async throws {
    let stage = BeatStage()
    stage.backend.setOutage(Self.away)
    let loop = await stage.start([try .every(.seconds(10))])
    #expect(await loop.snapshot().isEmpty)
    stage.backend.setOutage(nil)
    await stage.advance(by: .seconds(1))
    #expect(await loop.waitUntilInForce())
    await stage.settle()
    await stage.advance(by: .seconds(10))
    #expect(stage.sent.count == 1)
    await stage.stopAll()
  }

  @Test func aReloadInAnOutageComesIntoForceAfterIt() async throws {
    let stage = BeatStage()
    let loop = await stage.start([try .every(.seconds(10), name: "old")])
    stage.backend.setOutage(Self.away)
    #expect(await !loop.replace(entries: [try .every(.seconds(10), name: "new")]))
    #expect(await loop.snapshot().map(\.entry.name) == ["old"])
    await stage.settle()
    stage.backend.setOutage(nil)
    await stage.advance(by: .seconds(1))
    #expect(await loop.snapshot().map(\.entry.name) == ["new"])
    await stage.stopAll()
  }

  @Test func pausesDoubleUpToALimitAndVary() {
    var generator = SystemRandomNumberGenerator()
    var outage = StoreOutage()
    let options = BeatOptions(firstPause: .milliseconds(100), longestPause: .seconds(10))
    let isFirst = outage.failed(at: .epoch)
    #expect(isFirst)
    for expected in [100, 200, 400, 800, 1600, 3200, 6400, 10_000, 10_000] {
      let pause = outage.pause(options, using: &generator)
      #expect(pause >= .milliseconds(expected / 2) && pause <= .milliseconds(expected))
      let isFirst = outage.failed(at: .epoch + .seconds(1))
      #expect(!isFirst)
    }
    let downtimes = [outage.succeeded(at: .epoch + .seconds(9)), outage.succeeded(at: .epoch)]
    #expect(downtimes == [.seconds(9), nil])
  }

  @Test func oneTickThatTheStoreRefusesDoesNotHoldUpTheOthers() async throws {
    let stage = BeatStage()
    let picky = PickyStore(backend: stage.backend, refused: "7")
    let entries = try (0..<20).map { try BeatEntry.every(.seconds(1), name: "\($0)") }
    await stage.start(entries, store: picky)
    await stage.advance(by: .seconds(1))
    #expect(Set(stage.sent.map(\.entry)) == Set(entries.map(\.name)).subtracting(["7"]))
    let refusals = stage.events.filter { if case .refused(entry: "7", _, _) = $0 { true } else { false } }
    #expect(refusals.count == 1)
    await stage.advance(by: .seconds(1))
    #expect(stage.sent.count == 38)
    await stage.stopAll()
  }

  @Test func aBatchHoldsNoMoreThanItsLimit() async throws {
    let stage = BeatStage()
    let picky = PickyStore(backend: stage.backend, refused: "none")
    let entries = try (0..<25).map { try BeatEntry.every(.seconds(1), name: "\($0)") }
    await stage.start(entries, store: picky, options: BeatOptions(batchLimit: 10))
    await stage.advance(by: .seconds(1))
    #expect(picky.sizes == [10, 10, 5])
    #expect(stage.sent.count == 25)
    await stage.stopAll()
  }
}

/// Refuses every batch that has a tick of one entry, and notes how large batches are.
private final class PickyStore: BeatLoop.Store {
  let backend: MemoryBackend
  let refused: String
  private let batches = Mutex<[Int]>([])

  init(backend: MemoryBackend, refused: String) {
    self.backend = backend
    self.refused = refused
  }

  var sizes: [Int] { batches.withLock { $0 } }

  func claim(_ ticks: [TickClaim]) async throws(BackendError) -> [TickOutcome] {
    batches.withLock { $0.append(ticks.count) }
    guard !ticks.contains(where: { $0.entry == refused }) else {
      throw BackendError(.refused, attempted: "claim", place: "memory", reason: "too large")
    }
    return try await backend.claim(ticks)
  }

  func entryMemories() async throws(BackendError) -> [EntryMemory] { try await backend.entryMemories() }

  func remember(_ entries: [EntryMemory]) async throws(BackendError) -> [EntryMemory] {
    try await backend.remember(entries)
  }

  func forgetEntries(_ names: [String]) async throws(BackendError) { try await backend.forgetEntries(names) }

  func pause(_ subjects: [PauseSubject]) async throws(BackendError) { try await backend.pause(subjects) }
  func resume(_ subjects: [PauseSubject]) async throws(BackendError) -> [PauseSubject] {
    try await backend.resume(subjects)
  }
  func pauses() async throws(BackendError) -> [Pause] { try await backend.pauses() }
  func pauseChanges() -> AsyncStream<Void> { backend.pauseChanges() }
}
