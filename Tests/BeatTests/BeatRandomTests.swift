import Schedules
import TaskModel
import TasksTesting
import Testing

@testable import Beat

struct BeatRandomTests {
  private static let away = BackendError(.unavailable, attempted: "claim", place: "memory", reason: "away")

  /// Whatever happens to the beats and the store, an entry that catches up all gets every tick of its grid, each once.
  @Test(arguments: 1...20)
  func noTickIsLostOrDoubledWhateverHappens(seed: Int) async throws {
    var generator = Numbers(state: UInt64(seed))
    let stage = BeatStage()
    let start = stage.clock.now
    let steady = try BeatEntry.every(.seconds(7), name: "steady", catchUp: .all)
    let others = try (1...5).map { try BeatEntry.every(.seconds($0), name: "\($0)") }
    let names = ["steady"] + others.map(\.name)
    var loops = [await stage.start([steady] + others)]
    for _ in 0..<150 {
      switch Int.random(in: 0..<10, using: &generator) {
      case 0 where loops.count < 4:
        loops.append(await stage.start([steady] + others))
      case 1 where loops.count > 1:
        loops.removeFirst()
        await stage.stopFirst()
      case 2:
        stage.backend.setOutage(Self.away)
      case 3, 4:
        stage.backend.setOutage(nil)
      case 5:
        await loops.randomElement(using: &generator)?.replace(entries: [steady] + others.shuffled(using: &generator))
        await stage.settle()
      case 6:
        let entry = PauseSubject.entry(names.randomElement(using: &generator) ?? "")
        // Throws while the store is away, as whoever pauses would be told.
        if Bool.random(using: &generator) {
          try? await stage.backend.pause([entry])
        } else {
          _ = try? await stage.backend.resume([entry])
        }
      default:
        await stage.advance(by: .milliseconds(Int.random(in: 1...9000, using: &generator)))
      }
    }
    stage.backend.setOutage(nil)
    try await stage.backend.resume(names.map(PauseSubject.entry))
    // Beats wake one after the other, those that were away at the end of their pause.
    for _ in 0..<3 { await stage.advance(by: .seconds(10)) }
    for loop in loops { while await loop.snapshot().contains(where: \.isPaused) { await Task.yield() } }
    await stage.settle()
    for _ in 0..<3 { await stage.advance(by: .seconds(10)) }
    await stage.stopAll()
    let expected = Int((stage.clock.now - start) / .seconds(7))
    #expect(stage.sent.filter { $0.entry == "steady" }.map(\.due) == (1...expected).map { start + .seconds($0 * 7) })
    let ticks = stage.sent.map { "\($0.entry) \($0.due)" }
    #expect(Set(ticks).count == ticks.count)
    let messages = try await stage.messages()
    #expect(Set(messages.map(\.id)) == Set(stage.sent.map(\.id)) && messages.count == ticks.count)
  }
}

/// SplitMix64: the same numbers in every run.
private struct Numbers: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
