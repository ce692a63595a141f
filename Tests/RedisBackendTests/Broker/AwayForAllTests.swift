import RedisTesting
import TaskModel
import TasksTesting
import Testing

@testable import RedisBackend

/// The server was away for longer than a lease: nobody could renew his.
struct AwayForAllTests {
  private static let lease = Duration.seconds(30)

  /// Two nodes, each with a message in hand, have renewed their leases.
  private func fleet() async throws -> (Place, web: RedisBackend, batch: RedisBackend) {
    let place = try await Place.fresh()
    let (web, batch) = (try place.open(), try place.open())
    try await web.renewLease(of: .web, for: Self.lease)
    try await batch.renewLease(of: .batch, for: Self.lease)
    try await web.enqueue([.sample("a"), .sample("b")])
    #expect(try await web.claim(ClaimRequest(node: .web, queues: [.standard], limit: 1)).messages.count == 1)
    #expect(try await batch.claim(ClaimRequest(node: .batch, queues: [.standard], limit: 1)).messages.count == 1)
    return (place, web, batch)
  }

  @Test func nothingIsTakenFromThoseWhoComeBack() async throws {
    let (place, web, batch) = try await fleet()
    place.clock.advance(by: .seconds(100))
    try await web.renewLease(of: .web, for: Self.lease)
    #expect(try await web.restoreAbandoned(by: .web) == 0)
    place.clock.advance(by: .seconds(5))
    try await batch.renewLease(of: .batch, for: Self.lease)
    #expect(try await batch.restoreAbandoned(by: .batch) == 0)
  }

  @Test func whoDoesNotComeBackIsDeadAfterOneMoreLease() async throws {
    let (place, web, _) = try await fleet()
    place.clock.advance(by: .seconds(100))
    for _ in 0..<3 {
      try await web.renewLease(of: .web, for: Self.lease)
      #expect(try await web.restoreAbandoned(by: .web) == 0)
      place.clock.advance(by: .seconds(10))
    }
    place.clock.advance(by: .seconds(1))
    try await web.renewLease(of: .web, for: Self.lease)
    #expect(try await web.restoreAbandoned(by: .web) == 1)
  }

  @Test func severalOutagesGiveADeadNodeNoFurtherLease() async throws {
    let (place, web, _) = try await fleet()
    place.clock.advance(by: .seconds(25))
    try await web.renewLease(of: .web, for: Self.lease)
    place.clock.advance(by: .seconds(29))
    try await web.renewLease(of: .web, for: Self.lease)
    #expect(try await web.restoreAbandoned(by: .web) == 0)
    place.clock.advance(by: .seconds(2))
    #expect(try await web.restoreAbandoned(by: .web) == 1)
  }

  @Test func aNodeThatDiesAloneIsTakenOverInTime() async throws {
    let (place, web, _) = try await fleet()
    for _ in 0..<2 {
      place.clock.advance(by: .seconds(10))
      try await web.renewLease(of: .web, for: Self.lease)
      #expect(try await web.restoreAbandoned(by: .web) == 0)
    }
    place.clock.advance(by: .seconds(10))
    try await web.renewLease(of: .web, for: Self.lease)
    #expect(try await web.restoreAbandoned(by: .web) == 1)
  }
}
