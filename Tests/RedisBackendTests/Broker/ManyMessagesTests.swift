import TaskModel
import TasksTesting
import Testing

@testable import RedisBackend

struct ManyMessagesTests {
  /// A claim moves a slice of them, and says that there are more.
  @Test func thousandsThatComeDueAtOnceAllComeInOrder() async throws {
    let place = try await Place.fresh()
    let backend = try place.open()
    let due = place.clock.now + .seconds(1)
    let ids = (0..<2500).map { TaskID("\($0)") }
    try await backend.enqueue(ids.map { .sample($0, eta: due) })
    place.clock.advance(by: .seconds(2))
    var claimed: [TaskID] = []
    for expected in [1000, 1000, 500] {
      let batch = try await backend.claim(ClaimRequest(node: .web, queues: [.standard], limit: 5000))
      #expect(batch.messages.count == expected)
      #expect(batch.nextDue == (expected == 500 ? nil : due))
      claimed += batch.messages.map(\.message.id)
    }
    #expect(claimed == ids)
  }

  /// More than Lua's stack has room for.
  @Test func tenThousandAreTakenSettledAndPutBackInOneCallEach() async throws {
    let place = try await Place.fresh()
    let backend = try place.open()
    let ids = (0..<10_000).map { TaskID("\($0)") }
    try await backend.enqueue(ids.map { .sample($0) })
    let claimed = try await backend.claimAll(20_000)
    #expect(claimed.map(\.message.id) == ids)
    let back = claimed.map { Settlement(receipt: $0.receipt, disposition: .requeue(countsDelivery: true)) }
    #expect(try await backend.settle(back, by: .web) == [])
    let again = try await backend.claimAll(20_000)
    #expect(again.map(\.message.id) == ids)
    #expect(again.allSatisfy { $0.deliveryCount == 2 })
    #expect(try await backend.acknowledge(again) == [])
    #expect(try await place.raw().run("EXISTS", "celery", "unacked", "unacked_index").integer == 0)
  }

  @Test func thousandsThatADeadNodeHeldComeBackInOrder() async throws {
    let place = try await Place.fresh()
    let backend = try place.open()
    let ids = (0..<3000).map { TaskID("\($0)") }
    try await backend.enqueue(ids.map { .sample($0) })
    try await backend.renewLease(of: .web, for: .seconds(30))
    while case let claimed = try await backend.claimAll(70), !claimed.isEmpty {}
    place.clock.advance(by: .seconds(31))
    #expect(try await backend.restoreAbandoned(by: .batch) == 3000)
    let claimed = try await backend.claimAll(by: .batch, 5000)
    #expect(claimed.map(\.message.id) == ids)
  }

  @Test func oneOfThousandsIsFound() async throws {
    let place = try await Place.fresh()
    let backend = try place.open()
    try await backend.enqueue((0..<1800).map { .sample(TaskID("waiting \($0)")) })
    try await backend.enqueue((0..<1800).map { .sample(TaskID("deferred \($0)"), eta: place.clock.now + .seconds(9)) })
    _ = try await backend.claimAll(700)
    let found = try await backend.locate(["deferred 1799", "waiting 1799", "waiting 5", "waiting 9999", "waiting"])
    #expect(found.map(\.message.id) == ["deferred 1799", "waiting 1799", "waiting 5"])
    #expect(found.map(\.place) == [.deferred, .waiting, .inFlight])
  }
}
