import Glibc
import RedisTesting
import TaskModel
import TasksTesting
import Testing

@testable import RedisBackend

/// A process that holds a message, its place and its key, and is killed.
struct KilledNodeTests {
  private static let place = SharedConcurrency(key: "host", limit: 1)

  @Test func itsPlaceGoesToWhoeverWaits() async throws {
    let place = try await Place.fresh()
    let backend = try place.open()
    try await backend.enqueue([.claiming("k", "a"), .sample("b")])
    try await killHolder(of: place)
    try await backend.renewLease(of: .batch, for: .hours(1))
    let waiting = try #require(try await backend.claimAll(by: .batch).first)
    #expect(try await backend.admit("b", by: .batch, place: Self.place) == .full)
    try await backend.wait(waiting, for: Self.place, by: .batch)
    #expect(try await backend.claimAll(by: .batch) == [])

    place.clock.advance(by: .seconds(31))
    #expect(try await backend.renewLease(of: .batch, for: .hours(1)))
    #expect(try await backend.restoreAbandoned(by: .batch) == 1)
    let ready = try await backend.claimAll(by: .batch)
    #expect(ready.map(\.message.id) == ["b", "a"])
    #expect(ready.last?.deliveryCount == 2)
    #expect(try await backend.admit("b", by: .batch, place: Self.place) == .granted)
    #expect(try await backend.admit("a", by: .batch, place: Self.place) == .full)
  }

  @Test func itsKeyStaysWithTheTaskUntilThatIsDone() async throws {
    let place = try await Place.fresh()
    let backend = try place.open()
    try await backend.enqueue([.claiming("k", "a"), .sample("b")])
    try await killHolder(of: place)
    place.clock.advance(by: .seconds(31))
    try await backend.renewLease(of: .batch, for: .hours(1))
    #expect(try await backend.enqueue([.claiming("k", "c")]) == [RefusedDuplicate(id: "c", holder: "a")])
    #expect(try await backend.restoreAbandoned(by: .batch) == 1)
    #expect(try await backend.enqueue([.claiming("k", "c")]) == [RefusedDuplicate(id: "c", holder: "a")])
    let claimed = try #require(try await backend.claimAll(by: .batch, 1).first)
    let claim = claimed.message.unique
    #expect(try await backend.admit("a", by: .batch, place: Self.place, unique: claim) == .granted)
    let done = Settlement(
      receipt: claimed.receipt, disposition: .acknowledge,
      releases: [.unique(key: "k", holder: "a"), .concurrency(key: "host", holder: "a")])
    #expect(try await backend.settle([done], by: .batch) == [])
    #expect(try await backend.enqueue([.claiming("k", "c")]) == [])
  }

  /// Another process takes one message and all that it needs, and is killed at once.
  private func killHolder(of place: Place) async throws {
    await #expect(processExitsWith: .signal(SIGKILL)) {
      [port = place.server.port as UInt16, database = place.endpoint.database as Int] in
      let endpoint = RedisEndpoint(.tcp(RedisEndpoint.Host("127.0.0.1", port: port)), database: database)
      let backend = try RedisBackend(endpoint, clock: ManualClock(), options: RedisOptions(leaseTime: .clock))
      try await backend.renewLease(of: .web, for: .seconds(30))
      let claimed = try #require(try await backend.claimAll(1).first)
      let admission = try await backend.admit(
        claimed.message.id, place: SharedConcurrency(key: "host", limit: 1), unique: claimed.message.unique)
      try #require(admission == .granted)
      kill(getpid(), SIGKILL)
    }
    // It came so far.
    #expect(try await place.raw().run("HLEN", "tasksd:slots:host").integer == 1)
  }
}
