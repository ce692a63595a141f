import RedisTesting
import TaskModel
import TasksTesting
import Testing

@testable import RedisBackend

/// Two daemons of one name would take each other's running tasks.
struct TakenNameTests {
  private static let lease = Duration.seconds(30)

  private func life(_ number: Int) -> NodeIdentity { NodeIdentity(name: "celery@web", incarnation: "\(number)") }

  @Test func aNameOfALivingNodeElsewhereIsNotGiven() async throws {
    let place = try await Place.fresh()
    let (one, other) = (try place.open(), try place.open())
    #expect(try await one.takeName(life(1), "web1:/srv", Self.lease) == nil)
    place.clock.advance(by: .seconds(10))
    let first = try await other.takeName(life(2), "web2:/srv", Self.lease)
    #expect(first?.home == "web1:/srv" && first?.left == .seconds(20))
    try await one.renewLease(of: life(1), for: Self.lease)
    let second = try await other.takeName(life(2), "web2:/srv", Self.lease)
    #expect(try #require(second).lease > #require(first).lease)
    // Whoever does not get it leaves no trace: nothing is taken from the one who has it.
    try await one.enqueue([.sample("a")])
    #expect(try await one.claim(ClaimRequest(node: life(1), queues: [.standard], limit: 1)).messages.count == 1)
    #expect(try await one.restoreAbandoned(by: life(1)) == 0)
  }

  @Test func theLifeBeforeAtTheSameHomeIsDead() async throws {
    let place = try await Place.fresh()
    let store = try place.open()
    #expect(try await store.takeName(life(1), "web1:/srv", Self.lease) == nil)
    try await store.enqueue([.sample("a")])
    #expect(try await store.claim(ClaimRequest(node: life(1), queues: [.standard], limit: 1)).messages.count == 1)
    #expect(try await store.takeName(life(2), "web1:/srv", Self.lease) == nil)
    #expect(try await store.restoreAbandoned(by: life(2)) == 1)
  }

  @Test func aDeadNodesNameIsGivenElsewhereWhenItsLeaseHasRunOut() async throws {
    let place = try await Place.fresh()
    let store = try place.open()
    #expect(try await store.takeName(life(1), "web1:/srv", Self.lease) == nil)
    place.clock.advance(by: .seconds(31))
    #expect(try await store.takeName(life(2), "web2:/srv", Self.lease) == nil)
  }

  @Test func aNodeThatLeavesGivesItsNameBack() async throws {
    let place = try await Place.fresh()
    let store = try place.open()
    #expect(try await store.takeName(life(1), "web1:/srv", Self.lease) == nil)
    try await store.leave(life(1))
    #expect(try await store.takeName(life(2), "web2:/srv", Self.lease) == nil)
  }

  @Test func otherNamesAreNobodysBusiness() async throws {
    let place = try await Place.fresh()
    let store = try place.open()
    #expect(try await store.takeName(life(1), "web1:/srv", Self.lease) == nil)
    #expect(try await store.takeName(NodeIdentity(name: "celery@we", incarnation: "1"), "web2:/srv", Self.lease) == nil)
  }
}
