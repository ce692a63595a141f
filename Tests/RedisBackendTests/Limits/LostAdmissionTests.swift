import RedisTesting
import TaskModel
import TasksTesting
import Testing

@testable import RedisBackend

/// The server does what it was asked, and the connection breaks before the answer arrives.
struct LostAdmissionTests {
  @Test func aTokenIsTakenOnce() async throws {
    let (place, proxy, backend) = try await cut()
    let rate = SharedRate(key: "sms", limit: try #require(RateLimit(1)))
    proxy.cutAnswer(to: "sms")
    #expect(try await backend.admit("a", rate: rate) == .granted)
    proxy.cutAnswer(to: "sms")
    #expect(try await backend.admit("b", rate: rate) == .notBefore(place.clock.now + .seconds(1)))
    #expect(try await backend.admit("c", rate: rate) == .notBefore(place.clock.now + .seconds(2)))
    #expect(proxy.openCuts == 0)
  }

  @Test func aPlaceIsTakenOnce() async throws {
    let (_, proxy, backend) = try await cut()
    try await backend.renewLease(of: .web, for: .hours(1))
    let two = SharedConcurrency(key: "host", limit: 2)
    proxy.cutAnswer(to: "host")
    for id in ["a", "b"] as [TaskID] { #expect(try await backend.admit(id, place: two) == .granted) }
    #expect(try await backend.admit("c", place: two) == .full)
    #expect(proxy.openCuts == 0)
  }

  @Test func whatWasAcceptedIsNoDuplicateOfItself() async throws {
    let (place, proxy, backend) = try await cut()
    proxy.cutAnswer(to: "tasksd_unique")
    #expect(
      try await backend.enqueue([.claiming("k", "a"), .claiming("k", "b")]) == [RefusedDuplicate(id: "b", holder: "a")])
    #expect(proxy.openCuts == 0)
    #expect(try await place.open().waiting() == 1)
  }

  @Test func whoWaitsIsSentOnOnce() async throws {
    let (place, proxy, backend) = try await cut()
    try await backend.renewLease(of: .web, for: .hours(1))
    let only = SharedConcurrency(key: "host", limit: 1)
    try await backend.enqueue(["a", "b", "c"].map { .sample($0) })
    let claimed = try await backend.claimAll()
    #expect(try await backend.admit("a", place: only) == .granted)
    for message in claimed.dropFirst() {
      proxy.cutAnswer(to: message.receipt.rawValue)
      try await backend.wait(message, for: only)
    }
    proxy.cutAnswer(to: claimed[0].receipt.rawValue)
    #expect(try await backend.finish(claimed[0], key: "host") == [])
    #expect(proxy.openCuts == 0)
    let other = try place.open()
    #expect(try await other.waiting() == 1)
    #expect(try await other.deferredMessages(limit: 9).map(\.id) == ["c"])
  }

  private func cut() async throws -> (Place, CuttingProxy, RedisBackend) {
    let place = try await Place.fresh()
    let proxy = try CuttingProxy(to: place.server.port)
    return (place, proxy, try place.open(through: proxy))
  }
}
