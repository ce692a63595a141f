import ProcessTesting
import RedisTesting
import TaskModel
import Testing

@testable import RedisBackend

struct RedisListenerTests {
  private static let quick = RedisConnectionOptions(reconnectDelays: .milliseconds(1) ... .milliseconds(20))

  private func message(_ channel: String, _ text: String) -> ListenerEvent {
    .message(channel: channel, Array(text.utf8))
  }

  @Test func whatIsPublishedOnAChannelIsHeard() async throws {
    let server = try await RedisServer.shared
    let listener = try RedisListener(RedisEndpoint(server), options: RedisConnectionOptions())
    let connection = try RedisConnection(to: RedisEndpoint(server))
    var events = listener.channel("heard").makeAsyncIterator()
    try await listener.untilSubscribed(toChannel: "heard")
    #expect(await events.next() == .subscribed)
    _ = try await connection.run(
      [
        RedisCommand("PUBLISH", "heard", "one"), RedisCommand("PUBLISH", "unheard", "x"),
        RedisCommand("PUBLISH", "heard", ""),
      ],
      to: "publish")
    #expect(await events.next() == message("heard", "one"))
    #expect(await events.next() == message("heard", ""))
    listener.close()
    #expect(await events.next() == nil)
  }

  @Test func aPatternHearsEveryChannelThatFits() async throws {
    let server = try await RedisServer.shared
    let listener = try RedisListener(RedisEndpoint(server), options: RedisConnectionOptions())
    let connection = try RedisConnection(to: RedisEndpoint(server))
    var events = listener.pattern("/0.pattern*").makeAsyncIterator()
    try await listener.untilSubscribed(toPattern: "/0.pattern*")
    #expect(await events.next() == .subscribed)
    _ = try await connection.run("PUBLISH", "/0.pattern/a", "one")
    _ = try await connection.run("PUBLISH", "/1.pattern/a", "two")
    _ = try await connection.run("PUBLISH", "/0.pattern", "three")
    #expect(await events.next() == message("/0.pattern/a", "one"))
    #expect(await events.next() == message("/0.pattern", "three"))
  }

  @Test func theLastListenerToGoUnsubscribes() async throws {
    let server = try await RedisServer.shared
    let listener = try RedisListener(RedisEndpoint(server), options: RedisConnectionOptions())
    let connection = try RedisConnection(to: RedisEndpoint(server))
    func subscribers() async throws -> Int64? {
      try await connection.run("PUBSUB", "NUMSUB", "counted").elements?.last?.integer
    }
    do {
      var first: AsyncStream<ListenerEvent>? = listener.channel("counted")
      var second: AsyncStream<ListenerEvent>? = listener.channel("counted")
      try await listener.untilSubscribed(toChannel: "counted")
      #expect(try await subscribers() == 1)
      for _ in 0..<2 { #expect(second != nil) }
      first = nil
      #expect(first == nil)
      #expect(try await subscribers() == 1)
      second = nil
    }
    // Another subscription on the same connection is confirmed after the first one has ended.
    let other = listener.channel("other")
    try await listener.untilSubscribed(toChannel: "other")
    #expect(try await subscribers() == 0)
    withExtendedLifetime(other) {}
  }

  @Test func manySubscriptionsComeAndGo() async throws {
    let server = try await RedisServer.shared
    let listener = try RedisListener(RedisEndpoint(server), options: RedisConnectionOptions())
    let connection = try RedisConnection(to: RedisEndpoint(server))
    try await withThrowingTaskGroup { group in
      for number in 0..<100 {
        group.addTask {
          let name = "many.\(number % 20)"
          for round in 0..<5 {
            var events = listener.channel(name).makeAsyncIterator()
            try await listener.untilSubscribed(toChannel: name)
            let text = "\(number).\(round)"
            _ = try await connection.run("PUBLISH", name, text)
            while let event = await events.next(), event != message(name, text) {}
          }
        }
      }
      try await group.waitForAll()
    }
  }

  @Test func aLostConnectionComesBackAndSaysSo() async throws {
    let server = try await RedisServer.start()
    let listener = try RedisListener(RedisEndpoint(server), options: Self.quick)
    let connection = try RedisConnection(to: RedisEndpoint(server))
    var events = listener.channel("kept").makeAsyncIterator()
    for round in 0..<5 {
      #expect(await events.next() == .subscribed)
      _ = try await connection.run("PUBLISH", "kept", "\(round)")
      #expect(await events.next() == message("kept", "\(round)"))
      _ = try await connection.run("CLIENT", "KILL", "TYPE", "pubsub")
    }
    #expect(await events.next() == .subscribed)
    await server.kill()
    try await server.restart()
    #expect(await events.next() == .subscribed)
    _ = try await connection.run("PUBLISH", "kept", "last")
    #expect(await events.next() == message("kept", "last"))
    await server.stop()
  }

  private static let subscribed: FakeServer.Step = .say("*3\r\n$9\r\nsubscribe\r\n$1\r\na\r\n:1\r\n")

  @Test func aHalfDeadConnectionIsNoticed() async throws {
    let steps = FakeServer.greeting() + [.hear("SUBSCRIBE"), Self.subscribed, .hear("PING"), .wait]
    let server = try FakeServer(Array(repeating: steps, count: 100))
    var options = Self.quick
    options.heartbeat = .milliseconds(20)
    let listener = try RedisListener(RedisEndpoint(server), options: options)
    var events = listener.channel("a").makeAsyncIterator()
    #expect(await events.next() == .subscribed)
    #expect(await events.next() == .subscribed)
  }

  @Test func aQuietConnectionIsKept() async throws {
    let pong: FakeServer.Step = .say("*2\r\n$4\r\npong\r\n$0\r\n\r\n")
    let server = try FakeServer([
      FakeServer.greeting() + [.hear("SUBSCRIBE"), Self.subscribed, .hear("PING"), pong, .hear("PING"), pong]
        + [.say("*3\r\n$7\r\nmessage\r\n$1\r\na\r\n$3\r\none\r\n"), .wait]
    ])
    var options = Self.quick
    options.heartbeat = .milliseconds(400)
    let listener = try RedisListener(RedisEndpoint(server), options: options)
    var events = listener.channel("a").makeAsyncIterator()
    #expect(await events.next() == .subscribed)
    #expect(await events.next() == message("a", "one"))
  }

  @Test func whoWaitsForAServerThatIsAwayIsTold() async throws {
    let listener = try RedisListener(
      RedisEndpoint(.tcp(.init("127.0.0.1", port: FreePort.next()))), options: Self.quick)
    let events = listener.channel("a")
    let error = await #expect(throws: BackendError.self) { try await listener.untilSubscribed(toChannel: "a") }
    #expect(error?.code == .unavailable)
    let other = await #expect(throws: BackendError.self) { try await listener.untilSubscribed(toChannel: "b") }
    #expect(other?.code == .refused)
    withExtendedLifetime(events) {}
  }

  @Test func whatTheServerDoesNotAllowIsSaid() async throws {
    let server = try await RedisServer.start(["user poor on nopass ~* &allowed +@all"])
    let listener = try RedisListener(
      RedisEndpoint(server, user: "poor"), options: RedisConnectionOptions())
    let (allowed, forbidden) = (listener.channel("allowed"), listener.channel("forbidden"))
    let error = await #expect(throws: BackendError.self) { try await listener.untilSubscribed(toChannel: "forbidden") }
    #expect(error?.code == .refused)
    try await listener.untilSubscribed(toChannel: "allowed")
    for (events, heard) in [(allowed, ListenerEvent.subscribed), (forbidden, .refused)] {
      var events = events.makeAsyncIterator()
      #expect(await events.next() == heard)
    }
    await server.stop()
  }

  @Test func aClosedListenerEndsEverything() async throws {
    let server = try await RedisServer.shared
    let listener = try RedisListener(RedisEndpoint(server), options: RedisConnectionOptions())
    let events = listener.channel("ended")
    listener.close()
    for await _ in events {}
    for await _ in listener.channel("late") {}
    await #expect(throws: BackendError.self) { try await listener.untilSubscribed(toChannel: "ended") }
  }

  @Test func aCancelledWaitEnds() async throws {
    let server = try FakeServer([[.wait]])
    let listener = try RedisListener(RedisEndpoint(server), options: RedisConnectionOptions())
    let events = listener.channel("a")
    let wait = Task { try await listener.untilSubscribed(toChannel: "a") }
    wait.cancel()
    await #expect(throws: BackendError.self) { try await wait.value }
    withExtendedLifetime(events) {}
  }
}
