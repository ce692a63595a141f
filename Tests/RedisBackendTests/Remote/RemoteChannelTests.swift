import CeleryWire
import RedisTesting
import TaskModel
import Testing

@testable import RedisBackend

@Suite("Remote control on Redis") struct RemoteChannelTests {
  private static let sep = "\u{06}\u{16}"

  /// One node's channel in a database of its own, and a connection beside it.
  private struct Bench {
    let channel: RedisRemoteChannel
    let redis: RedisConnection
    let database: Int
    let prefix: String

    init(on server: RedisServer, database: Int, node: String = "w1@here", prefix: String = "") async throws {
      let endpoint = RedisEndpoint(.tcp(.init("127.0.0.1", port: server.port)), database: database)
      channel = try RedisRemoteChannel(
        endpoint, options: RedisConnectionOptions(), node: node,
        exchanges: RemoteExchanges(database: database, keyPrefix: prefix))
      redis = try RedisConnection(endpoint, options: RedisConnectionOptions(), name: "beside")
      self.database = database
      self.prefix = prefix
    }

    func run(_ words: String...) async throws -> RedisReply {
      do throws(ConnectionFailure) { return try await redis.run(RedisCommand(words), to: "test") } catch {
        throw error.error
      }
    }

    func set(_ key: String) async throws -> Set<String> {
      Set(try await run("SMEMBERS", key).elements?.compactMap(\.text) ?? [])
    }

    func close() {
      channel.shutDown()
      redis.close()
    }
  }

  private func bench(node: String = "w1@here", prefix: String = "") async throws -> Bench {
    let server = try await RedisServer.shared
    return try await Bench(on: server, database: server.freshDatabase(), node: node, prefix: prefix)
  }

  private let address = ReplyAddress(exchange: "reply.celery.pidbox", routingKey: "oid")

  @Test("a reply goes to the queues bound for it", arguments: ["", "app:"])
  func aReplyGoesToTheQueuesBoundForIt(_ prefix: String) async throws {
    let bench = try await bench(prefix: prefix)
    let table = "\(prefix)_kombu.binding.reply.celery.pidbox"
    let sep = Self.sep
    _ = try await bench.run(
      "SADD", table, "oid\(sep)\(sep)oid.reply.celery.pidbox", "other\(sep)\(sep)other.reply.celery.pidbox", "oid",
      "oid\(sep)", "", "oi\(sep)\(sep)third")
    #expect(try await bench.channel.reply(Array("answer".utf8), to: address) == 1)
    let key = "\(prefix)oid.reply.celery.pidbox"
    #expect(try await bench.run("LRANGE", key, "0", "-1") == .array([.bulk(Array("answer".utf8))]))
    let lifetime = try #require(try await bench.run("PTTL", key).integer)
    #expect((1...60_000).contains(lifetime))
    #expect(try await bench.run("DBSIZE") == .integer(2))
    bench.close()
  }

  @Test func aReplyNobodyWaitsForLeavesNothingBehind() async throws {
    let bench = try await bench()
    #expect(try await bench.channel.reply(Array("answer".utf8), to: address) == 0)
    #expect(try await bench.run("DBSIZE") == .integer(0))
    bench.close()
  }

  @Test func aTableThatIsNoneIsAnError() async throws {
    let bench = try await bench()
    _ = try await bench.run("SET", "_kombu.binding.reply.celery.pidbox", "x")
    let error = await #expect(throws: BackendError.self) { try await bench.channel.reply([1], to: address) }
    #expect(error?.code == .refused)
    bench.close()
  }

  @Test("the mailbox is bound while the node is there", arguments: ["", "app:"])
  func theMailboxIsBoundWhileTheNodeIsThere(_ prefix: String) async throws {
    let bench = try await bench(prefix: prefix)
    let table = "\(prefix)_kombu.binding.celery.pidbox"
    for _ in 0..<2 { try await bench.channel.announce() }
    #expect(try await bench.set(table) == ["\(Self.sep)\(Self.sep)w1@here.celery.pidbox"])
    let deadline = try #require(
      try await bench.run("ZSCORE", "\(prefix)_kombu.binding_deadlines", "celery.pidbox").text.flatMap { Double($0) })
    let time = try #require(try await bench.run("TIME").elements?.first?.integer)
    #expect(abs(deadline / 1000 - Double(time) - 3600) < 60)
    try await bench.channel.withdraw()
    #expect(try await bench.set(table) == [])
    bench.close()
  }

  @Test func aLaterDeadlineOfAnotherNodeStays() async throws {
    let bench = try await bench()
    _ = try await bench.run("ZADD", "_kombu.binding_deadlines", "9999999999999", "celery.pidbox")
    try await bench.channel.announce()
    #expect(try await bench.run("ZSCORE", "_kombu.binding_deadlines", "celery.pidbox").text == "9999999999999")
    bench.close()
  }

  @Test("broadcasts of this database and prefix are heard, and no others", arguments: ["", "app:"])
  func broadcastsOfThisDatabaseAreHeard(_ prefix: String) async throws {
    let bench = try await bench(prefix: prefix)
    let database = bench.database
    let heard = await firstRequest(of: bench) {
      for channel in ["/9999.celery.pidbox", "other/\(database).celery.pidbox", "/\(database).other.pidbox"] {
        _ = try? await bench.run("PUBLISH", channel, "not for us")
      }
      _ = try? await bench.run("PUBLISH", "\(prefix)/\(database).celery.pidbox", "for us")
    }
    #expect(heard == Array("for us".utf8))
    bench.close()
  }

  @Test func itsOwnBroadcastsAreHeardToo() async throws {
    let bench = try await bench(prefix: "app:")
    let heard = await firstRequest(of: bench) { try? await bench.channel.broadcast(Array("to all".utf8)) }
    #expect(heard == Array("to all".utf8))
    bench.close()
  }

  @Test func itListensAgainAfterItsConnectionWasCut() async throws {
    let server = try await RedisServer.start()
    let bench = try await Bench(on: server, database: 0)
    let (signals, signal) = AsyncStream<RemoteSignal>.makeStream()
    let listening = Task { await bench.channel.receive { signal.yield($0) } }
    var heard = signals.makeAsyncIterator()
    #expect(await heard.next() == .connected)
    _ = try await bench.run("CLIENT", "KILL", "TYPE", "pubsub")
    #expect(await heard.next() == .connected)
    _ = try await bench.run("PUBLISH", "/0.celery.pidbox", "again")
    #expect(await heard.next() == .request(Array("again".utf8)))
    listening.cancel()
    await listening.value
    bench.close()
    await server.stop()
  }

  @Test func eventsReachThoseWhoListen() async throws {
    let bench = try await bench(prefix: "app:")
    let server = try await RedisServer.shared
    let endpoint = RedisEndpoint(.tcp(.init("127.0.0.1", port: server.port)), database: bench.database)
    let listener = try RedisListener(endpoint, options: RedisConnectionOptions())
    var events = listener.pattern("app:/\(bench.database).celeryev/*").makeAsyncIterator()
    #expect(await events.next() == .subscribed)
    let source = EventSource(node: "w1@here", processID: 1, utcOffset: 0)
    let envelopes = ["worker-online", "task-sent"].map {
      EventEnvelope([CeleryEvent($0, at: .epoch)], from: source, firstClock: 1, tag: "t")
    }
    try await bench.channel.publish(envelopes)
    for (envelope, name) in zip(envelopes, ["worker.online", "task.sent"]) {
      #expect(await events.next() == .message(channel: "app:/\(bench.database).celeryev/\(name)", envelope.bytes))
    }
    try await bench.channel.publish([])
    listener.close()
    bench.close()
  }

  @Test func aServerThatIsAwayIsAnError() async throws {
    let server = try await RedisServer.start()
    let bench = try await Bench(on: server, database: 0)
    await server.stop()
    let error = await #expect(throws: BackendError.self) { try await bench.channel.announce() }
    #expect(error?.code == .unavailable)
    bench.close()
  }

  /// The first broadcast that is heard of those that `broadcast` publishes once the channel listens.
  private func firstRequest(of bench: Bench, _ broadcast: @escaping @Sendable () async -> Void) async -> [UInt8]? {
    let (requests, request) = AsyncStream<[UInt8]>.makeStream()
    let listening = Task {
      await bench.channel.receive { signal in
        switch signal {
        case .connected: await broadcast()
        case .request(let bytes): request.yield(bytes)
        }
      }
    }
    let first = await requests.first { _ in true }
    listening.cancel()
    await listening.value
    return first
  }
}
