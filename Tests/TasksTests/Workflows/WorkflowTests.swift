import TasksTesting
import Testing

@testable import Tasks

@Suite("Workflows from their sending to their end")
struct WorkflowTests {
  private let stage: Stage
  private var queue: TaskQueue { stage.queue }

  init() throws { stage = try Stage() }

  @Test func aSignatureAloneIsATask() async throws {
    let sent = try await queue.send(Plus(x: 1, y: 2).signature())
    try await stage.runAll()
    #expect(try await sent.get() == 3)
  }

  @Test func eachTaskOfAChainGetsTheResultOfTheOneBefore() async throws {
    let sent = try await queue.send(
      chain(Plus(x: 1, y: 2).signature(), Plus.signature(keywords: ["y": 10]), Plus.signature(100)))
    #expect(try await stage.runAll() == ["plus", "plus", "plus"])
    #expect(try await sent.get() == 113)
  }

  @Test func anOptionalFirstPropertyTakesTheResult() async throws {
    let sent = try await queue.send(Fetch(page: "front page").signature() | CountWords(atLeast: 2).signature())
    try await stage.runAll()
    #expect(try await sent.record()?.value == 3)
    await #expect(throws: ResultError.notKept(sent.id)) { try await sent.get() }
  }

  @Test func anImmutableSignatureTakesNothing() async throws {
    let sent = try await queue.send(chain(Plus(x: 1, y: 2).signature(), Plus(x: 5, y: 5).signature().immutable()))
    try await stage.runAll()
    #expect(try await sent.get() == 10)
  }

  @Test func aGroupGivesAllItsResultsInOrder() async throws {
    let sent = try await queue.send(group((0..<5).map { try Plus(x: $0, y: 1).signature() }))
    #expect(sent.members.count == 5)
    #expect(try await sent.states() == Array(repeating: .pending, count: 5))
    try await stage.runAll()
    #expect(try await sent.get() == [1, 2, 3, 4, 5])
    #expect(try await sent.completedCount() == 5)
    #expect(try await sent.isReady())
    #expect(try await sent.isSuccessful())
    #expect(try await !sent.hasFailed())
    #expect(try await sent.forget() == 5)
    #expect(try await sent.states() == Array(repeating: .pending, count: 5))
  }

  @Test func anEmptyGroupIsDoneAtOnce() async throws {
    let sent = try await queue.send(group([TaskSignature<Int>]()))
    #expect(try await sent.get() == [])
    #expect(try await sent.isSuccessful())
    #expect(try await stage.runAll() == [])
  }

  @Test func theBodyOfAChordGetsTheResultsInOrder() async throws {
    let sent = try await queue.send(
      chord([try Plus(x: 1, y: 1).signature(), try Plus(x: 2, y: 2).signature()], body: Note.signature()))
    try await stage.runAll()
    #expect(try await sent.get() == [2, 4])
  }

  @Test func aChordWithoutAHeaderHasABody() async throws {
    let sent = try await queue.send(chord([TaskSignature<Int>](), body: try Total.signature()))
    try await stage.runAll()
    #expect(try await sent.get() == 0)
  }

  @Test func workflowsNest() async throws {
    let inner = chord(
      [try Plus(x: 1, y: 1).signature(), try Plus(x: 2, y: 2).signature()], body: try Total.signature())
    let sent = try await queue.send(
      chain(
        inner, group(try Plus.signature(10), chain(try Plus.signature(20), try Plus.signature(1))),
        try Total.signature(),
        try Plus.signature(keywords: ["y": 1000])))
    try await stage.runAll()
    #expect(try await sent.get() == 6 + 10 + 6 + 20 + 1 + 1000)
  }

  @Test func aWorkflowThatEndsInAGroupIsAwaitedAsOne() async throws {
    let sent = try await queue.send(chain(Plus(x: 1, y: 1).signature(), group(Plus.signature(1), Plus.signature(2))))
    try await stage.runAll()
    #expect(try await sent.get() == [3, 4])
  }

  @Test func aFailedMemberFailsTheBodyAndNamesItself() async throws {
    let sent = try await queue.send(
      chord(
        [
          try Plus(x: 1, y: 1).signature(SendOptions(taskID: "good")),
          try Plus(x: 1, y: 666).signature(SendOptions(taskID: "bad")),
        ],
        body: try Total.signature()))
    try await stage.runAll()
    let failure = await #expect(throws: TaskFailure.self) { try await sent.get() }
    #expect(failure?.type == "ChordError" && failure?.message.hasPrefix("Dependency bad raised Refused") == true)
  }

  @Test func aFailedTaskFailsTheRestOfItsChain() async throws {
    let sent = try await queue.send(chain(Plus(x: 1, y: 666).signature(), Plus.signature(1), Plus.signature(2)))
    #expect(try await stage.runAll() == ["plus"])
    await #expect(throws: TaskFailure.self) { try await sent.get() }
  }

  @Test func callbacksFollowSuccessAndErrbacksFailure() async throws {
    let note = try Note.signature(options: SendOptions(taskID: "note"))
    try await queue.send(Plus(x: 1, y: 2).signature().link(note).linkError(Total.signature()))
    #expect(try await stage.runAll() == ["plus", "note"])
    #expect(try await queue.result(of: "note").get() == 3)
    let bad = try await queue.send(Plus(x: 1, y: 666).signature().link(Total.signature()).linkError(note))
    #expect(try await stage.runAll() == ["plus", "note"])
    #expect(try await queue.result(of: "note").get() == .string(bad.id.rawValue))
  }

  @Test func callbacksOfASingleSendWorkAlike() async throws {
    let note = try Note.signature(options: SendOptions(taskID: "note"))
    try await queue.send(Plus(x: 1, y: 2), options: SendOptions(link: [note.untyped]))
    try await stage.runAll()
    #expect(try await queue.result(of: "note").get() == 3)
  }

  @Test func oneTaskRunsAnotherForEachElement() async throws {
    let mapped = try await queue.send(Note.signature().map([1, "two", nil]))
    let starred = try await queue.send(Plus.signature().starmap([[1, 2], [3, 4]]))
    let cut = try await queue.send(Plus.signature().chunks([[1, 1], [2, 2], [3, 3]], of: 2))
    #expect(try await stage.runAll() == ["celery.map", "celery.starmap", "celery.starmap", "celery.starmap"])
    #expect(try await mapped.get() == [1, "two", nil])
    #expect(try await starred.get() == [3, 7])
    #expect(try await cut.get() == [[2, 4], [6]])
  }

  @Test func manyOfDifferentTypesAreOneList() async throws {
    let steps = [try Fetch(page: "x").signature().untyped, try TaskSignature(named: "note")]
    let sent = try await queue.send(chain(steps))
    try await stage.runAll()
    #expect(try await sent.get() == "the x")
  }

  @Test func theTimeoutOfAGroupIsForAllTogether() async throws {
    let sent = try await queue.send(group(Plus(x: 1, y: 1).signature(), Plus(x: 2, y: 2).signature()))
    let waiter = Task { try await sent.get(timeout: .seconds(60)) }
    await stage.clock.waitForSleepers()
    try await stage.backend.store([
      TaskResult(id: sent.members[0].id, state: .success, value: 2, doneAt: stage.clock.now)
    ])
    stage.clock.advance(by: .seconds(60))
    await #expect(throws: ResultError.self) { try await waiter.value }
  }
}
