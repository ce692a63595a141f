import TaskModel
import TasksTesting
import Testing

@testable import RedisBackend

/// Chords that Celery's clients and workers began. The texts are those of a real one.
struct ChordKeysTests {
  private static let key = "celery-taskset-meta-3840c1a9-87bd-43d1-8a61-c59e7d98e534"
  private static let first = "bccbaff9-18e5-479b-84ad-607bc5f59df7"
  private static let last = TaskID("44a3e25d-05cb-4c59-84b9-c3fd2b3c5941")

  @Test func theLastPartIsOurs() async throws {
    let (place, backend, raw) = try await chord { raw in
      try await raw.run("ZADD", Self.key + ".j", "0", "[1, \"\(Self.first)\", \"SUCCESS\", 2]")
    }
    try await end(backend, place)
    let body = try await backend.claimAll()
    #expect(body.map(\.message.arguments.positional) == [[[2, 3]]])
    #expect(try await raw.keys().filter { $0.hasPrefix(Self.key) } == [Self.key + ".c"])
    #expect(try await raw.run("GET", Self.key + ".c").text == "done")
    #expect((1...300).contains(try await raw.run("TTL", Self.key + ".c").integer ?? 0))
  }

  /// `result_chord_ordered = false`: in the order in which they ended.
  @Test func aChordWithoutOrderIsAList() async throws {
    let (place, backend, _) = try await chord { raw in
      try await raw.run("RPUSH", Self.key + ".j", "[1, \"\(Self.first)\", \"SUCCESS\", 9]")
    }
    try await end(backend, place)
    #expect(try await backend.claimAll().map(\.message.arguments.positional) == [[[9, 3]]])
  }

  @Test func theFirstPartIsOurs() async throws {
    let (place, backend, raw) = try await chord(size: 3) { raw in
      try await raw.run("ZADD", Self.key + ".j", "0", "[1, \"\(Self.first)\", \"SUCCESS\", 2]")
    }
    try await end(backend, place)
    #expect(
      try await raw.texts("ZRANGE", Self.key + ".j", "0", "-1", "WITHSCORES")
        == ["[1, \"\(Self.first)\", \"SUCCESS\", 2]", "0", "[1, \"\(Self.last)\", \"SUCCESS\", 3]", "1"])
    #expect(
      Set(try await raw.texts("SMEMBERS", Self.key + ".d")) == ["\(Self.first):0", "\(Self.last):1"])
    #expect(try await raw.run("EXISTS", Self.key + ".c").integer == 0)
  }

  /// A worker that has counted the last part has claimed the sending: it is not ours.
  @Test func whatAnotherHasClaimedIsNotSent() async throws {
    let (place, backend, raw) = try await chord { raw in
      try await raw.run("ZADD", Self.key + ".j", "0", "[1, \"\(Self.first)\", \"SUCCESS\", 2]")
      try await raw.run("SET", Self.key + ".c", "a worker's token")
    }
    try await end(backend, place)
    #expect(try await backend.claimAll().isEmpty)
    #expect(try await raw.run("GET", Self.key + ".c").text == "a worker's token")
  }

  @Test func partsThatAreAddedLaterAreWaitedFor() async throws {
    let (place, backend, raw) = try await chord(size: 1) { raw in
      try await raw.run("ZADD", Self.key + ".j", "0", "[1, \"\(Self.first)\", \"SUCCESS\", 2]")
      try await raw.run("INCR", Self.key + ".t")
    }
    try await end(backend, place)
    #expect(try await backend.claimAll().count == 1)
    #expect(try await raw.run("EXISTS", Self.key + ".t").integer == 0)
  }

  /// A header with a group in it: the client saved the tree of its results.
  @Test func theResultsOfASavedGroupKeepItsForm() async throws {
    let (place, backend, _) = try await chord { raw in
      try await raw.run("ZADD", Self.key + ".j", "0", "[1, \"\(Self.first)\", \"SUCCESS\", 2]")
      let tree = """
        {"result": [["3840c1a9-87bd-43d1-8a61-c59e7d98e534", null], \
        [[["inner", null], [[["\(Self.first)", null], null]]], [["\(Self.last)", null], null]]]}
        """
      try await raw.run("SET", Self.key, tree)
    }
    let now = place.clock.now
    try await backend.store([
      TaskResult(id: TaskID(Self.first), state: .success, value: 2, doneAt: now),
      TaskResult(id: Self.last, state: .success, value: 3, doneAt: now),
    ])
    try await end(backend, place)
    #expect(try await backend.claimAll().map(\.message.arguments.positional) == [[[[2], 3]]])
  }

  @Test func aPartThatCannotBeReadFailsTheChord() async throws {
    let (place, backend, _) = try await chord { raw in
      try await raw.run("ZADD", Self.key + ".j", "0", "[1, half a part")
    }
    try await end(backend, place)
    let result = try await backend.result(of: "body")
    #expect(result?.state == .failure)
    #expect(result?.failure?.type == "ChordError")
  }

  private func chord(
    size: Int = 2, _ prepare: (RawRedis) async throws -> Void
  ) async throws -> (Place, RedisBackend, RawRedis) {
    let place = try await Place.fresh(RedisOptions())
    let raw = try place.raw()
    try await raw.run("SET", Self.key + ".s", String(size))
    try await raw.run("SADD", Self.key + ".d", "\(Self.first):0")
    try await prepare(raw)
    return (place, try place.open(), raw)
  }

  private func end(_ backend: RedisBackend, _ place: Place) async throws {
    let body: JSONObject = [
      "task": "xsum", "args": [], "kwargs": [:], "options": ["task_id": "body"], "subtask_type": nil,
      "immutable": false,
    ]
    let part = ChordPart(
      groupID: "3840c1a9-87bd-43d1-8a61-c59e7d98e534", taskID: Self.last, index: 1, state: .success, value: 3,
      body: body, queue: .standard, rootID: Self.last, doneAt: place.clock.now, expires: place.clock.now + .days(1))
    let settlement = Settlement(
      receipt: Receipt(""), disposition: .recordOnly, followUps: FollowUps(chordParts: [part]))
    #expect(try await backend.settle([settlement], by: .web) == [])
  }
}
