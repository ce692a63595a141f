import ProcessTesting
import RedisTesting
import TaskModel
import Testing

@testable import RedisBackend

/// What connections promise, through TLS.
@Suite(.enabled(if: RedisTLS.isAvailable)) struct TLSConnectionTests {
  @Test func largeValuesArePassedOn() async throws {
    let connection = try await RedisConnection.toSharedTLS()
    for count in [1, 16_383, 16_384, 16_385, 20_000_000] {
      let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
      var command = RedisCommand("SET", capacity: count + 100)
      command.append("key")
      command.append(bytes)
      let replies = try await connection.run(
        [command, RedisCommand("GET", "key"), RedisCommand("GET", "key")], to: "set")
      #expect(replies[1].bytes == bytes)
      #expect(replies[2].bytes == bytes)
    }
  }

  @Test func manyCallersShareTheConnection() async throws {
    let connection = try await RedisConnection.toSharedTLS()
    try await withThrowingTaskGroup { group in
      for number in 0..<200 {
        group.addTask {
          let replies = try await connection.run((0..<5).map { RedisCommand("ECHO", "\(number).\($0)") }, to: "echo")
          #expect(replies.map(\.text) == (0..<5).map { "\(number).\($0)" })
        }
      }
      try await group.waitForAll()
    }
  }

  @Test func itComesBackAfterTheServerWasRestarted() async throws {
    let server = try await RedisServer.startTLS()
    let connection = try RedisConnection(to: .trusting(try await .shared, server))
    for _ in 0..<3 {
      try await connection.connect()
      await server.kill()
      let failure = await failure { () throws(ConnectionFailure) in try await connection.run("PING") }
      #expect(failure?.error.code == .unavailable)
      #expect(failure?.mayHaveRun == false)
      try await server.restart()
      #expect(try await connection.run("PING") == .status("PONG"))
    }
    await server.stop()
  }

  @Test func aConnectionThatWasClosedMeanwhileIsMadeAgain() async throws {
    let connection = try await RedisConnection.toSharedTLS()
    let other = try await RedisConnection.toSharedTLS()
    _ = try await connection.run("SET", "a", "1")
    for _ in 0..<5 {
      let number = try #require(try await connection.run("CLIENT", "ID").integer)
      #expect(try await other.run("CLIENT", "KILL", "ID", "\(number)").integer == 1)
      #expect(try await connection.run("GET", "a").text == "1")
    }
  }

  @Test func aCommandThatWasUnderWayMayHaveRun() async throws {
    let connection = try await RedisConnection.toSharedTLS()
    let other = try await RedisConnection.toSharedTLS()
    let number = try #require(try await connection.run("CLIENT", "ID").integer)
    async let blocked = failure { () throws(ConnectionFailure) in
      try await connection.run([RedisCommand("SET", "a", "1"), RedisCommand("BLPOP", "none", "0")], to: "wait")
    }
    while try await other.run("CLIENT", "LIST", "ID", "\(number)").text?.contains("cmd=blpop") != true {
      await Task.yield()
    }
    _ = try await other.run("CLIENT", "KILL", "ID", "\(number)")
    let failure = await blocked
    #expect(failure?.mayHaveRun == true)
    #expect(failure?.error.reason == "the server closed the connection")
  }

  @Test func aServerThatStallsIsGivenUp() async throws {
    let server = try await RedisServer.startTLS()
    let connection = try RedisConnection(
      to: .trusting(try await .shared, server), options: RedisConnectionOptions(commandTimeout: .milliseconds(100)))
    try await connection.connect()
    server.pause()
    let failure = await failure { () throws(ConnectionFailure) in try await connection.run("PING") }
    #expect(failure?.mayHaveRun == true)
    #expect(failure?.error.reason == "no answer for 0.1 seconds")
    server.resume()
    #expect(try await connection.run("PING") == .status("PONG"))
    await server.stop()
  }

  /// TLS does not say how much of what it was given has left.
  @Test func whatWasHalfWrittenMayHaveRun() async throws {
    let server = try await RedisServer.startTLS()
    let connection = try RedisConnection(
      to: .trusting(try await .shared, server), options: RedisConnectionOptions(commandTimeout: .milliseconds(100)))
    try await connection.connect()
    server.pause()
    var large = RedisCommand("SET", "large")
    large.append([UInt8](repeating: 7, count: 50_000_000))
    let commands = [RedisCommand("SET", "small", "1"), large]
    let failure = await failure { () throws(ConnectionFailure) in try await connection.run(commands, to: "set") }
    #expect(failure?.mayHaveRun == true)
    server.resume()
    await server.stop()
  }

  @Test func aClosedConnectionAnswersEveryCall() async throws {
    let connection = try await RedisConnection.toSharedTLS()
    try await connection.connect()
    async let blocked = failure { () throws(ConnectionFailure) in try await connection.run("BLPOP", "none", "0") }
    _ = try? await connection.run("BLPOP", "none", "0.001")
    connection.close()
    #expect(await blocked?.error.code == .unavailable)
  }

  @Test func whatIsPublishedIsHeard() async throws {
    let server = try await RedisServer.sharedTLS
    let endpoint = RedisEndpoint.trusting(try await .shared, server)
    let listener = try RedisListener(endpoint, options: RedisConnectionOptions())
    let connection = try RedisConnection(to: endpoint)
    var events = listener.channel("heard").makeAsyncIterator()
    try await listener.untilSubscribed(toChannel: "heard")
    #expect(await events.next() == .subscribed)
    // Of one record, of several, and several in one.
    for text in ["one", String(repeating: "two", count: 30_000), "three", "four"] {
      _ = try await connection.run("PUBLISH", "heard", text)
      #expect(await events.next() == .message(channel: "heard", Array(text.utf8)))
    }
    listener.close()
    #expect(await events.next() == nil)
  }

  @Test func sentinelsAndMasterAreSpokenToByTLS() async throws {
    let certificates = try await TestCertificates.shared
    let master = try await RedisServer.startTLS()
    let port = try FreePort.next()
    let sentinel = try await RedisSentinel.start(
      watching: master,
      RedisServer.tlsLines(port: port, certificates.local, certificates.authority)
        + ["tls-auth-clients no", "tls-replication yes"])
    let connection = try RedisConnection(
      to: RedisEndpoint(
        .sentinel([.init("127.0.0.1", port: port)], service: "mymaster"),
        tls: RedisTLS(authorities: certificates.authority.certificate)))
    #expect(try await connection.run("CONFIG", "GET", "tls-port").elements?.last?.text == "\(master.port)")
    await sentinel.stop()
    await master.stop()
  }
}
