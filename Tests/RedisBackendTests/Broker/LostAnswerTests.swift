import RedisTesting
import TaskModel
import TasksTesting
import Testing

@testable import RedisBackend

/// The server does what it was asked, and the connection breaks before the answer arrives.
struct LostAnswerTests {
  @Test func whatWasSentOnceStandsInTheQueueOnce() async throws {
    let (place, proxy) = try await cut()
    let backend = try place.open(through: proxy)
    proxy.cutAnswer(to: "demo.add")
    try await backend.enqueue([.sample("a")])
    #expect(proxy.openCuts == 0)
    #expect(try await place.open().waiting() == 1)
  }

  @Test func aSettlementIsAppliedOnce() async throws {
    let (place, proxy) = try await cut()
    let backend = try place.open(through: proxy)
    try await backend.enqueue([.sample("a")])
    let claimed = try await backend.claimAll()
    proxy.cutAnswer(to: claimed[0].receipt.rawValue)
    let settlement = Settlement(
      receipt: claimed[0].receipt, disposition: .acknowledge, publish: [.sample("next")],
      result: TaskResult(id: "a", state: .success, doneAt: place.clock.now))
    #expect(try await backend.settle([settlement], by: .web) == [])
    #expect(proxy.openCuts == 0)
    #expect(try await backend.claimAll().map(\.message.id) == ["next"])
    #expect(try await backend.result(of: "a")?.state == .success)
  }

  /// The last of several calls is repeated among newer ones.
  @Test func ofManyCallsAtOnceEachIsDoneOnce() async throws {
    let (place, proxy) = try await cut()
    let backend = try place.open(through: proxy)
    for _ in 0..<3 { proxy.cutAnswer(to: "demo.add") }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<100 { group.addTask { try await backend.enqueue([.sample(TaskID("\(number)"))]) } }
      try await group.waitForAll()
    }
    let ids = try await place.open().claimAll(200).map(\.message.id)
    #expect(ids.count == 100)
    #expect(Set(ids).count == 100)
  }

  @Test func whatWasClaimedUnseenIsHandedOutByTheNextClaim() async throws {
    let (place, proxy) = try await cut()
    let backend = try place.open(through: proxy)
    try await backend.enqueue((1...10).map { .sample(TaskID("\($0)"), priority: $0 - 1) })
    _ = try await backend.claimAll(1)
    proxy.cutAnswer(to: "celery@web")
    await #expect(throws: BackendError.self) { try await backend.claimAll(4) }
    #expect(try await place.open().waiting() == 5)
    let claimed = try await backend.claimAll(4)
    #expect(claimed.map(\.message.id) == ["2", "3", "4", "5"])
    #expect(claimed.map(\.deliveryCount) == [1, 1, 1, 1])
    #expect(try await backend.acknowledge(claimed) == [])
    #expect(try await backend.claimAll(10).count == 5)
  }

  @Test func aTickIsSentOnce() async throws {
    let (place, proxy) = try await cut()
    let backend = try place.open(through: proxy)
    proxy.cutAnswer(to: "backup")
    let tick = TickClaim(entry: "backup", due: place.clock.now, messages: [.sample("t")])
    #expect(try await backend.claim([tick]) == [.sent])
    #expect(proxy.openCuts == 0)
    #expect(try await backend.waiting() == 1)
  }

  @Test func aChordWhoseFinisherDiesIsTakenUpByAnother() async throws {
    let (place, proxy) = try await cut()
    let backend = try place.open(through: proxy)
    let body: JSONObject = ["task": "xsum", "args": [], "kwargs": [:], "options": ["task_id": "body"]]
    var member = TaskMessage.sample("a")
    member.groupID = "g"
    member.embed["chord"] = .object(body)
    try await backend.enqueue([member], chords: [ChordSize(groupID: "g", count: 1)])
    let claimed = try await backend.claimAll()
    let part = ChordPart(
      groupID: "g", taskID: "a", index: 0, state: .success, value: 7, body: body, queue: .standard, rootID: "a",
      doneAt: place.clock.now, expires: nil)
    // Every try to read the members fails: as if it had died after the count.
    for _ in 0..<4 { proxy.cutAnswer(to: backend.scripts.chord.digest) }
    _ = try await backend.settle(
      [
        Settlement(
          receipt: claimed[0].receipt, disposition: .acknowledge, followUps: FollowUps(chordParts: [part]))
      ], by: .web)
    let other = try place.open()
    #expect(try await other.waiting() == 0)
    // The dead one's claim on the sending ends by its time to live.
    try await place.raw().run("DEL", "celery-taskset-meta-g.c")
    _ = try await other.restoreAbandoned(by: .batch)
    let sent = try await other.claimAll(by: .batch)
    #expect(sent.map(\.message.id) == ["body"])
    #expect(sent.first?.message.arguments.positional == [[7]])
    _ = try await other.restoreAbandoned(by: .batch)
    #expect(try await other.waiting() == 0)
    #expect(try await place.raw().run("EXISTS", "tasksd:chords").integer == 0)
  }

  private func cut() async throws -> (Place, CuttingProxy) {
    let place = try await Place.fresh()
    return (place, try CuttingProxy(to: place.server.port))
  }
}
