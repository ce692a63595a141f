import RedisTesting
import Synchronization
import TaskModel
import Testing

@testable import RedisBackend

struct QueueWatcherTests {
  private static let quick = RedisConnectionOptions(reconnectDelays: .milliseconds(1) ... .milliseconds(20))

  /// A server of its own: what is watched is watched in all databases.
  private func start(_ configuration: [String] = []) async throws -> (RedisServer, RedisConnection, QueueWatcher) {
    let server = try await RedisServer.start(configuration)
    return (
      server, try RedisConnection(to: RedisEndpoint(server)),
      try QueueWatcher(RedisEndpoint(server), options: Self.quick)
    )
  }

  @Test func everyPushToAWatchedKeyRings() async throws {
    let (server, connection, watcher) = try await start()
    var rings = watcher.rings().makeAsyncIterator()
    let keys = ["celery", "celery\u{6}\u{16}3", "other"]
    try await watcher.arm(keys)
    for round in 0..<100 {
      _ = try await connection.run("LPUSH", keys[round % 3], "x")
      #expect(await rings.next() != nil)
    }
    await server.stop()
  }

  @Test func otherKeysThatBeginAlikeDoNotRing() async throws {
    let (server, connection, watcher) = try await start()
    let counter = Counter()
    let rings = watcher.rings()
    let listening = Task { for await _ in rings { counter.add() } }
    try await watcher.arm(["celery"])
    for number in 0..<50 { _ = try await connection.run("SET", "celery-task-meta-\(number)", "x") }
    // A connection answers in order: once it has answered this, everything before was seen.
    try await watcher.arm(["celery", "more"])
    #expect(counter.value == 0)
    watcher.close()
    await listening.value
    await server.stop()
  }

  @Test func nothingThatIsPushedAfterArmingIsMissed() async throws {
    let (server, connection, watcher) = try await start()
    var rings = watcher.rings().makeAsyncIterator()
    for round in 0..<100 {
      try await watcher.arm(["queue", "queue.\(round % 3)"])
      _ = try await connection.run("LPUSH", "queue", "x")
      #expect(await rings.next() != nil)
      watcher.disarm()
    }
    await server.stop()
  }

  @Test func aDisarmedWatcherIsNoBurdenToTheServer() async throws {
    let (server, connection, watcher) = try await start()
    try await watcher.arm(["a"])
    #expect(try await connection.run("INFO", "clients").text?.contains("tracking_clients:1") == true)
    watcher.disarm()
    while try await connection.run("INFO", "clients").text?.contains("tracking_clients:0") != true {
      await Task.yield()
    }
    try await watcher.arm(["a"])
    #expect(try await connection.run("INFO", "clients").text?.contains("tracking_clients:1") == true)
    await server.stop()
  }

  @Test func aLostConnectionIsArmedAgainAndRings() async throws {
    let (server, connection, watcher) = try await start()
    var rings = watcher.rings().makeAsyncIterator()
    try await watcher.arm(["a"])
    for _ in 0..<5 {
      _ = try await connection.run("CLIENT", "KILL", "TYPE", "pubsub")
      #expect(await rings.next() != nil)
      _ = try await connection.run("LPUSH", "a", "x")
      #expect(await rings.next() != nil)
    }
    await server.kill()
    try await server.restart()
    #expect(await rings.next() != nil)
    _ = try await connection.run("LPUSH", "a", "x")
    #expect(await rings.next() != nil)
    await server.stop()
  }

  @Test func whatIsArmedWhileTheServerIsAwayRingsWhenItIsBack() async throws {
    let (server, connection, watcher) = try await start()
    await server.kill()
    var rings = watcher.rings().makeAsyncIterator()
    let error = await #expect(throws: BackendError.self) { try await watcher.arm(["a"]) }
    #expect(error?.code == .unavailable)
    try await server.restart()
    #expect(await rings.next() != nil)
    try await watcher.arm(["a"])
    _ = try await connection.run("LPUSH", "a", "x")
    #expect(await rings.next() != nil)
    await server.stop()
  }

  @Test(arguments: ["-client|tracking", "resetchannels"])
  func aServerThatRefusesIsAskedByTheClock(rule: String) async throws {
    let server = try await RedisServer.start(["user poor on nopass ~* &* +@all \(rule)"])
    let warnings = Counter()
    var options = Self.quick
    options.warn = { _ in warnings.add() }
    let watcher = try QueueWatcher(RedisEndpoint(server, user: "poor"), options: options)
    var rings = watcher.rings().makeAsyncIterator()
    try await watcher.arm(["a"])
    #expect(await rings.next() != nil)
    try await watcher.arm(["a", "b"])
    #expect(await rings.next() != nil)
    #expect(warnings.value == 1)
    await server.stop()
  }

  @Test func aClosedWatcherEndsEverything() async throws {
    let server = try await RedisServer.shared
    let watcher = try QueueWatcher(RedisEndpoint(server), options: RedisConnectionOptions())
    let rings = watcher.rings()
    watcher.close()
    for await _ in rings {}
    await #expect(throws: BackendError.self) { try await watcher.arm(["a"]) }
  }

  @Test func noPrefixBeginsWithAnother() {
    let keys = ["celery", "celery2", "celery\u{6}\u{16}3", "b", "a", "ab", "", "żółw"]
    let prefixes = { (keys: [String]) in
      WatchState.prefixes(of: Set(keys.map { Array($0.utf8) })).map { String(decoding: $0, as: UTF8.self) }
    }
    #expect(prefixes(Array(keys.dropLast(2))) == ["a", "b", "celery"])
    #expect(prefixes(keys) == [""])
    #expect(prefixes(["x1", "x2", "x"]) == ["x"])
    #expect(prefixes([]).isEmpty)
  }
}
