import TaskModel
import TasksTesting
import Testing

@testable import Worker

/// Whatever tasks do, whatever goes wrong and however a worker is steered and stopped: nothing is lost, nothing is doubled.
@Suite(.timeLimit(.minutes(5))) struct ChaosTests {
  @Test(arguments: 1...8) func everyTaskIsAccountedFor(_ seed: UInt64) async throws {
    var story = ChaosStory(seed: seed)
    try await story.play()
    let bench = story.bench
    let wasAway = story.isAway
    bench.backend.setOutage(nil)

    let inFlight = try await bench.inFlight()
    #expect(inFlight == 0 || wasAway, "a worker that reached the store left something behind")
    try await check(story, mayBeGone: wasAway)
    let first = endings(bench)
    #expect(first.values.allSatisfy { $0 == 1 }, "one life brings one final outcome")

    // Where the store was away, some outcomes were dropped; those tasks run again, and no others.
    let dropped = bench.log.sum { if case .outcomesDropped(let count) = $0 { count } else { 0 } }
    #expect(dropped == 0 || wasAway)
    let next = try await story.playOn()
    try await check(story, mayBeGone: wasAway, isFinal: true)
    let second = endings(next)
    #expect(second.values.allSatisfy { $0 == 1 })
    let twice = first.keys.filter { second[$0] != nil }
    #expect(twice.count <= dropped)
    #expect(try await next.inFlight() == 0)
  }

  /// Each task has a final result, is a dead letter, or waits where another can take it.
  private func check(_ story: ChaosStory, mayBeGone: Bool, isFinal: Bool = false) async throws {
    let backend = story.bench.backend
    let letters = Set(try await backend.deadLetters(after: 0, limit: .max).compactMap(\.message?.id))
    let located = Set(try await backend.locate(Array(story.sent.keys)).map(\.message.id))
    for (id, task) in story.sent {
      if try await backend.result(of: id)?.state.isFinal == true || letters.contains(id) { continue }
      // An early task that runs is nowhere, so the last life may have ended between two of its attempts.
      if located.contains(id) && (!isFinal || Behaviours.isEarly(task)) { continue }
      // At most once: the message was gone before the run, and what became of it with the store.
      if mayBeGone && Behaviours.isEarly(task) { continue }
      Issue.record("\(task) \(id) is lost")
    }
  }

  /// How many final outcomes each task had in one life.
  private func endings(_ bench: Workbench) -> [TaskID: Int] {
    var counts: [TaskID: Int] = [:]
    for ending in bench.log.allEndings {
      guard let id = ending.message?.id else { continue }
      switch ending.outcome {
      case .succeeded, .failed, .revoked, .expired, .duplicate, .deadLettered: counts[id, default: 0] += 1
      case .retried, .deferred, .returned, .replaced, .ignored, .requeued: break
      }
    }
    return counts
  }
}
