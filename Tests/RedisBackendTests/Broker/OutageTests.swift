import RedisTesting
import TaskModel
import TasksTesting
import Testing

@testable import RedisBackend

/// The server goes away and comes back.
struct OutageTests {
  private func place(_ configuration: [String] = []) async throws -> Place {
    let server = try await RedisServer.start(configuration)
    return Place(server: server, endpoint: RedisEndpoint(server), options: RedisOptions(leaseTime: .clock))
  }

  @Test func aRestartIsNotNoticedByTheNextCall() async throws {
    let place = try await place(["appendonly yes", "appendfsync always"])
    let backend = try place.open()
    try await backend.enqueue([.sample("a"), .sample("b", eta: place.clock.now + .seconds(5))])
    await place.server.kill()
    try await place.server.restart()
    try await backend.enqueue([.sample("c")])
    let claimed = try await backend.claimUntilAnswered()
    #expect(claimed.map(\.message.id) == ["a", "c"])
    #expect(try await backend.deferredMessages(limit: 5).map(\.id) == ["b"])
  }

  @Test func whatWasHeldWhenTheServerDiedCanStillBeSettled() async throws {
    let place = try await place(["appendonly yes", "appendfsync always"])
    let backend = try place.open()
    try await backend.enqueue([.sample("a")])
    let claimed = try await backend.claimAll()
    await place.server.kill()
    await #expect(throws: BackendError.self) { try await backend.enqueue([.sample("b")]) }
    try await place.server.restart()
    #expect(try await backend.acknowledge(claimed) == [])
    #expect(try await backend.result(of: "a")?.state == .success)
    #expect(try await backend.waiting() == 0)
  }

  @Test func scriptsThatTheServerForgotAreBroughtAgain() async throws {
    let place = try await Place.fresh()
    let server = try await RedisServer.start()
    let own = Place(server: server, endpoint: RedisEndpoint(server), options: place.options)
    let backend = try own.open()
    try await backend.enqueue([.sample("a")])
    try await own.raw().run("SCRIPT", "FLUSH")
    let claimed = try await backend.claimAll()
    try await own.raw().run("SCRIPT", "FLUSH")
    #expect(try await backend.acknowledge(claimed) == [])
    #expect(claimed.count == 1)
  }

  @Test func aFullServerRefusesToTakeAndStillSettles() async throws {
    let place = try await place()
    let backend = try place.open()
    try await backend.enqueue([.sample("a")])
    let claimed = try await backend.claimAll()
    let raw = try place.raw()
    try await raw.run("CONFIG", "SET", "maxmemory", "1")
    let error = await #expect(throws: BackendError.self) { try await backend.enqueue([.sample("b")]) }
    #expect(error?.code == .full)
    #expect(try await backend.acknowledge(claimed) == [])
    try await raw.run("CONFIG", "SET", "maxmemory", "0")
    #expect(try await backend.result(of: "a")?.state == .success)
    #expect(try await backend.waiting() == 0)
  }

  @Test func afterClosingEveryCallFails() async throws {
    let place = try await Place.fresh()
    let backend = try place.open()
    backend.close()
    let error = await #expect(throws: BackendError.self) { try await backend.enqueue([.sample("a")]) }
    #expect(error?.code == .unavailable)
    #expect(await backend.wakeUps().first { true } == nil)
  }

  /// A killed subscriber comes back by itself.
  @Test func aWorkerWhoseConnectionsAreAllKilledIsStillWoken() async throws {
    let place = try await place()
    let backend = try place.open()
    let rings = backend.wakeUps()
    _ = try await backend.claimAll()
    try await place.raw().run("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes")
    try await place.raw().run("CLIENT", "KILL", "TYPE", "pubsub")
    try await place.raw().run("LPUSH", "celery", "{}")
    var count = 0
    for await _ in rings {
      let batch = try? await backend.claim(ClaimRequest(node: .web, queues: [.standard], limit: 5))
      count += batch?.unreadable.count ?? 0
      if count > 0 { break }
    }
    #expect(count == 1)
  }
}

extension RedisBackend {
  /// A claim may fail once: its connection is gone.
  fileprivate func claimUntilAnswered() async throws -> [ClaimedMessage] {
    if let claimed = try? await claimAll() { return claimed }
    return try await claimAll()
  }
}
