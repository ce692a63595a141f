import RedisTesting
import TaskModel
import TasksTesting
import Testing

@testable import RedisBackend

struct AccessRulesTests {
  private static let rules = "user tasksd on >secret ~* &* +@all -@admin -@dangerous +info +role"

  /// The rules that docs/redis.md recommends.
  @Test func theRulesOfTheManualSuffice() async throws {
    let server = try await RedisServer.start([Self.rules])
    let endpoint = RedisEndpoint(server, user: "tasksd", password: "secret")
    let place = Place(server: server, endpoint: endpoint, options: RedisOptions(leaseTime: .clock))
    for name in [
      "follow-ups and the result leave with the settlement", "an enqueue by another process rings",
      "who waits for a result is rung from another process", "a purge drops what waits and what is deferred",
      "with the last part of a chord its body is sent, with the results in the order of their places",
      "what a dead node held goes to the front, in order and counted", "a tick is claimed once",
    ] {
      let promise = try #require(BackendConformance.named(name))
      try await RawRedis(RedisEndpoint(server)).run("FLUSHALL")
      try await promise.run(try place.fixture())
    }
  }

  /// The rules of Redis 7 let nobody listen unless they say so.
  @Test func whoMayNotListenLooks() async throws {
    let server = try await RedisServer.start(["user deaf on nopass ~* resetchannels +@all"])
    let place = Place(
      server: server, endpoint: RedisEndpoint(server, user: "deaf"), options: RedisOptions(leaseTime: .clock))
    let (backend, other) = (
      try place.open(), try Place(server: server, endpoint: RedisEndpoint(server), options: place.options).open()
    )
    var rings = backend.changes(of: "a").makeAsyncIterator()
    // Of the refusal: what is stored from here on is published to nobody.
    #expect(await rings.next() != nil)
    try await other.store([TaskResult(id: "a", state: .success, doneAt: place.clock.now)])
    while await rings.next() != nil, try await backend.result(of: "a") == nil {}
    #expect(try await backend.result(of: "a")?.state == .success)
    backend.close()
    while await rings.next() != nil {}
    await server.stop()
  }
}
