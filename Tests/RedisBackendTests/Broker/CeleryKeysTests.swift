import RedisTesting
import TaskModel
import TasksTesting
import Testing

@testable import RedisBackend

/// The keys as kombu has them.
struct CeleryKeysTests {
  @Test func aMessageGoesToTheListOfItsPriority() async throws {
    let place = try await Place.fresh()
    try await place.open().enqueue([0, 2, 3, 5, 8, 9].map { .sample(TaskID("\($0)"), priority: $0) })
    for (list, count) in [
      ("celery", 2), ("celery\u{06}\u{16}3", 2), ("celery\u{06}\u{16}6", 1), ("celery\u{06}\u{16}9", 1),
    ] {
      #expect(try await place.raw().run("LLEN", list).integer == Int64(count), "\(list)")
    }
  }

  @Test func whatIsHeldIsRecordedAsKombuRecordsIt() async throws {
    let place = try await Place.fresh(RedisOptions())
    let backend = try place.open()
    try await backend.enqueue([.sample("a", priority: 4)])
    let raw = try place.raw()
    let envelope = try #require(try await raw.run("LINDEX", "celery\u{06}\u{16}3", "0").bytes)
    let claimed = try await backend.claimAll()
    let tag = claimed[0].receipt.rawValue
    #expect(tag == "celery@web#1.1.0.3")
    #expect(
      try await raw.run("HGET", "unacked", tag).bytes == Array("[".utf8) + envelope + Array(", \"\", \"celery\"]".utf8))
    let score = try #require(try await raw.run("ZSCORE", "unacked_index", tag).text.flatMap { Double($0) })
    let time = try #require(try await raw.texts("TIME").first.flatMap { Double($0) })
    #expect(abs(score - time) < 60)
    #expect(try await backend.acknowledge(claimed) == [])
    #expect(try await raw.run("EXISTS", "unacked", "unacked_index").integer == 0)
  }

  @Test func aConsumedQueueIsBoundInBothTables() async throws {
    let place = try await Place.fresh()
    _ = try await place.open().claimAll(queues: ["reports"])
    for table in ["_kombu.binding.reports", "_kombu.binding_permanent.reports"] {
      #expect(try await place.raw().texts("SMEMBERS", table) == ["reports\u{06}\u{16}\u{06}\u{16}reports"])
    }
  }

  @Test func whatIsNoObjectStaysOutOfTheIndexThatCeleryWorkersSweep() async throws {
    let place = try await Place.fresh()
    let raw = try place.raw()
    for text in ["not JSON", "{\"half", "[1]", ""] { try await raw.run("LPUSH", "celery", text) }
    let batch = try await place.open().claim(ClaimRequest(node: .web, queues: [.standard], limit: 9))
    #expect(batch.unreadable.count == 4)
    #expect(try await raw.run("HLEN", "unacked").integer == 4)
    #expect(try await raw.run("ZCARD", "unacked_index").integer == 0)
  }

  /// Everything that is written at all, under its prefix.
  @Test func withPrefixesNoKeyStandsOutside() async throws {
    let place = try await Place.fresh(RedisOptions(keyPrefix: "p1:", resultKeyPrefix: "p2", leaseTime: .clock))
    let backend = try place.open()
    try await backend.enqueue(
      [.sample("a"), .sample("b", eta: place.clock.now + .seconds(9)), .sample("c"), .sample("d")],
      chords: [ChordSize(groupID: "g", count: 2)])
    try await backend.renewLease(of: .web, for: .seconds(30))
    let claimed = try await backend.claimAll(3)
    _ = try await backend.acknowledge([claimed[0]])
    _ = try await backend.settle(
      [Settlement(receipt: claimed[1].receipt, disposition: .deadLetter(.rejected, detail: ""))], by: .web)
    try await backend.revoke(["x"], until: place.clock.now + .seconds(9))
    _ = try await backend.claim([TickClaim(entry: "e", due: place.clock.now, messages: [.sample("t")])])
    let keys = try await place.raw().keys()
    #expect(keys.count > 12)
    #expect(keys.filter { !$0.hasPrefix("p1:") && !$0.hasPrefix("p2_") } == [])
  }

  /// Lives as long as it says, told by Redis itself.
  @Test func resultsEndByTheServersTime() async throws {
    let place = try await Place.fresh(RedisOptions())
    let backend = try place.open()
    let now = place.clock.now
    try await backend.store([
      TaskResult(id: "a", state: .success, doneAt: now, expires: now + .seconds(100)),
      TaskResult(id: "b", state: .success, doneAt: now),
      TaskResult(id: "c", state: .success, doneAt: now, expires: now),
    ])
    let raw = try place.raw()
    let left = try #require(try await raw.run("PTTL", "celery-task-meta-a").integer)
    #expect((1...100_000).contains(left))
    #expect(try await raw.run("PTTL", "celery-task-meta-b").integer == -1)
    let read = try #require(try await backend.result(of: "a")?.expires)
    #expect(read <= now + .seconds(100))
    #expect(try await backend.removeExpiredResults() == 0)
  }

  @Test func ownPrioritySteps() async throws {
    let place = try await Place.fresh(RedisOptions(prioritySteps: [7, 0, 4, -1, 300], leaseTime: .clock))
    let backend = try place.open()
    try await backend.enqueue([9, 6, 0].map { .sample(TaskID("\($0)"), priority: $0) })
    #expect(try await place.raw().run("LLEN", "celery\u{06}\u{16}7").integer == 1)
    #expect(try await backend.claimAll().map(\.message.id) == ["0", "6", "9"])
  }
}
