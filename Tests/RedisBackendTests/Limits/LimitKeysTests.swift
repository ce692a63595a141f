import RedisTesting
import TaskModel
import TasksTesting
import Testing

@testable import RedisBackend

/// What the limits leave in the server, and for how long.
struct LimitKeysTests {
  @Test func aClaimTellsWhoseItIsAndEndsByTheServersTime() async throws {
    let place = try await Place.fresh(RedisOptions())
    let raw = try place.raw()
    try await place.open().enqueue([.claiming("import:7", "a")])
    let record = try #require(try await raw.run("GET", "tasksd:unique:import:7").text)
    #expect(record.contains(#""holder":"a""#) && record.contains(#""until":"until_done""#), "\(record)")
    let left = try #require(try await raw.run("PTTL", "tasksd:unique:import:7").integer)
    #expect((1...3_600_000).contains(left))
    #expect(try await raw.texts("ZRANGE", "tasksd:claims:celery", "0", "-1") == ["import:7"])
  }

  @Test func aLifetimeBeyondAllTimeIsALongOne() async throws {
    let place = try await Place.fresh(RedisOptions())
    let backend = try place.open()
    var message = TaskMessage.sample("a")
    message.unique = UniqueClaim(key: "k", end: .done, lifetime: .seconds(Int64.max))
    try await backend.enqueue([message])
    message.id = "b"
    #expect(try await backend.enqueue([message]) == [RefusedDuplicate(id: "b", holder: "a")])
    let claim = UniqueClaim(key: "other", end: .period, lifetime: .microseconds(1))
    #expect(try await backend.admit("c", unique: claim) == .granted)
  }

  @Test(arguments: [RedisOptions(), RedisOptions(keyPrefix: "p1:", resultKeyPrefix: "p2", leaseTime: .clock)])
  func nothingIsLeftOfWhatIsOver(_ options: RedisOptions) async throws {
    let place = try await Place.fresh(options)
    let backend = try place.open()
    try await backend.renewLease(of: .web, for: .hours(1))
    let before = Set(try await place.raw().keys())
    let only = SharedConcurrency(key: "host", limit: 1)
    try await backend.enqueue([.claiming("one", "a"), .claiming("two", "b", until: .start), .sample("c")])
    let claimed = try await backend.claimAll()
    #expect(try await backend.admit("a", place: only) == .granted)
    for message in claimed.dropFirst() { try await backend.wait(message, for: only) }
    #expect(try await limitKeys(place).count == 6)
    try await backend.finish(claimed[0], key: "host")
    while let next = try await backend.claimAll(1).first {
      #expect(try await backend.admit(next.message.id, place: only) == .granted)
      try await backend.finish(next, key: "host")
    }
    let releases = [("one", TaskID("a")), ("two", "b")].map { LimitRelease.unique(key: $0.0, holder: $0.1) }
    _ = try await backend.settle(
      [Settlement(receipt: Receipt("none"), disposition: .recordOnly, releases: releases)], by: .web)
    #expect(try await limitKeys(place) == [])
    #expect(before.count < 4)
  }

  @Test func withPrefixesNoKeyOfTheLimitsStandsOutside() async throws {
    let place = try await Place.fresh(RedisOptions(keyPrefix: "p1:", resultKeyPrefix: "p2", leaseTime: .clock))
    let backend = try place.open()
    try await backend.renewLease(of: .web, for: .hours(1))
    try await backend.enqueue([.claiming("k", "a"), .sample("b")])
    let claimed = try await backend.claimAll()
    let limit = try #require(RateLimit(1))
    let only = SharedConcurrency(key: "host", limit: 1)
    for id in ["a", "x"] as [TaskID] { _ = try await backend.admit(id, rate: SharedRate(key: "r", limit: limit)) }
    _ = try await backend.admit("a", place: only)
    try await backend.wait(claimed[1], for: only)
    let keys = try await place.raw().keys()
    for family in ["unique:k", "claims:celery", "rate:r", "promised:r", "slots:host", "waiting:host"] {
      #expect(keys.contains("p1:tasksd:\(family)"))
    }
    #expect(keys.filter { !$0.hasPrefix("p1:") && !$0.hasPrefix("p2_") } == [])
  }

  /// When the last token that may be taken is two intervals old, nobody needs to know of it.
  @Test func aRateIsForgottenWhenNothingDependsOnIt() async throws {
    let place = try await Place.fresh(RedisOptions())
    let backend = try place.open()
    let limit = try #require(RateLimit(1, per: .minute))
    for id in 0..<5 { _ = try await backend.admit(TaskID("\(id)"), rate: SharedRate(key: "r", limit: limit)) }
    for key in ["tasksd:rate:r", "tasksd:promised:r"] {
      let left = try #require(try await place.raw().run("PTTL", key).integer)
      #expect((1...420_001).contains(left), "\(key): \(left)")
    }
  }

  @Test func aRecordThatIsNoneHoldsNothing() async throws {
    let place = try await Place.fresh()
    let backend = try place.open()
    let raw = try place.raw()
    for (number, text) in ["", "x", "7", "null", "[]", "{}", #"{"holder":1}"#, #"{"holder":"x"}"#].enumerated() {
      try await raw.run("SET", "tasksd:unique:k\(number)", text)
      #expect(try await backend.enqueue([.claiming("k\(number)", TaskID("a\(number)"))]) == [], "\(text)")
    }
    try await raw.run("RPUSH", "tasksd:unique:list", "x")
    #expect(try await backend.enqueue([.claiming("list", "z")]) == [])
    #expect(try await backend.waiting() == 9)
  }

  @Test func aDuplicateThatCannotBeSentClaimsNothing() async throws {
    let place = try await Place.fresh()
    let backend = try place.open()
    try await place.raw().run("SET", "taken", "x")
    await #expect(throws: BackendError.self) { try await backend.enqueue([.claiming("k", "a", queue: "taken")]) }
    #expect(try await backend.enqueue([.claiming("k", "b")]) == [])
  }

  @Test func whoIsSentOnIntoSomethingElseStaysDeferred() async throws {
    let place = try await Place.fresh()
    let backend = try place.open()
    try await backend.renewLease(of: .web, for: .hours(1))
    let only = SharedConcurrency(key: "host", limit: 1)
    try await backend.enqueue([.sample("a"), .sample("b", queue: "taken")])
    let claimed = try await backend.claimAll(queues: [.standard, "taken"])
    #expect(try await backend.admit("a", place: only) == .granted)
    try await backend.wait(try #require(claimed.first { $0.message.id == "b" }), for: only)
    try await place.raw().run("SET", "taken", "x")
    try await backend.finish(try #require(claimed.first { $0.message.id == "a" }), key: "host")
    #expect(try await backend.deferredMessages(limit: 9).map(\.id) == ["b"])
  }

  private func limitKeys(_ place: Place) async throws -> [String] {
    try await place.raw().keys().filter { key in
      ["unique", "claims", "slots", "places", "waiting"].contains { key.contains("tasksd:\($0):") }
    }
  }
}
