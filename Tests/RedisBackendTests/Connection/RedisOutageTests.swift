import ProcessTesting
import RedisTesting
import TaskModel
import Testing

@testable import RedisBackend

/// A server that goes away, comes back, stalls, or talks nonsense.
struct RedisOutageTests {
  @Test func aServerThatIsNotThereIsUnavailable() async throws {
    let connection = try RedisConnection(to: RedisEndpoint(.tcp(.init("127.0.0.1", port: FreePort.next()))))
    for _ in 0..<2 {
      let failure = await failure { () throws(ConnectionFailure) in try await connection.run("PING") }
      #expect(failure?.error.code == .unavailable)
      #expect(failure?.mayHaveRun == false)
      #expect(failure?.error.attempted == "test")
    }
  }

  @Test func aNameThatIsUnknownIsUnavailable() async throws {
    let connection = try RedisConnection(to: RedisEndpoint(.tcp(.init("no-such-host.invalid"))))
    let failure = await failure { () throws(ConnectionFailure) in try await connection.connect() }
    #expect(failure?.error.code == .unavailable)
  }

  @Test func itComesBackAfterTheServerWasRestarted() async throws {
    let server = try await RedisServer.start()
    let connection = try RedisConnection(to: RedisEndpoint(server))
    for _ in 0..<3 {
      try await connection.connect()
      await server.kill()
      let failure = await failure { () throws(ConnectionFailure) in try await connection.run("PING") }
      // It saw that the connection had ended before it sent anything.
      #expect(failure?.mayHaveRun == false)
      try await server.restart()
      #expect(try await connection.run("PING") == .status("PONG"))
    }
    await server.stop()
  }

  @Test func aConnectionThatWasClosedMeanwhileIsMadeAgain() async throws {
    let connection = try await RedisConnection.toShared()
    let other = try await RedisConnection.toShared()
    _ = try await connection.run("SET", "a", "1")
    for _ in 0..<5 {
      let number = try #require(try await connection.run("CLIENT", "ID").integer)
      #expect(try await other.run("CLIENT", "KILL", "ID", "\(number)").integer == 1)
      #expect(try await connection.run("GET", "a").text == "1")
    }
  }

  @Test func aCommandThatWasUnderWayMayHaveRun() async throws {
    let connection = try await RedisConnection.toShared()
    let other = try await RedisConnection.toShared()
    let number = try #require(try await connection.run("CLIENT", "ID").integer)
    _ = try await other.run("SET", "unblock", "1")
    async let blocked = failure { () throws(ConnectionFailure) in
      try await connection.run([RedisCommand("SET", "a", "1"), RedisCommand("BLPOP", "none", "0")], to: "wait")
    }
    while try await other.run("CLIENT", "LIST", "ID", "\(number)").text?.contains("cmd=blpop") != true {
      await Task.yield()
    }
    _ = try await other.run("CLIENT", "KILL", "ID", "\(number)")
    let failure = await blocked
    #expect(failure?.mayHaveRun == true)
    #expect(failure?.error.code == .unavailable)
    #expect(try await connection.run("GET", "a").text == "1")
  }

  @Test func aServerThatStallsIsGivenUp() async throws {
    let server = try await RedisServer.start()
    let connection = try RedisConnection(
      to: RedisEndpoint(server), options: RedisConnectionOptions(commandTimeout: .milliseconds(100)))
    try await connection.connect()
    server.pause()
    let failure = await failure { () throws(ConnectionFailure) in try await connection.run("PING") }
    #expect(failure?.mayHaveRun == true)
    #expect(failure?.error.reason == "no answer for 0.1 seconds")
    server.resume()
    #expect(try await connection.run("PING") == .status("PONG"))
    await server.stop()
  }

  @Test func aServerThatStallsAtOnceIsGivenUp() async throws {
    let server = try await RedisServer.start()
    server.pause()
    let connection = try RedisConnection(
      to: RedisEndpoint(server), options: RedisConnectionOptions(connectTimeout: .milliseconds(100)))
    let failure = await failure { () throws(ConnectionFailure) in try await connection.run("PING") }
    #expect(failure?.mayHaveRun == false)
    await server.stop()
  }

  @Test(arguments: [
    "HTTP/1.1 400 Bad Request\r\n\r\n", "$-5\r\n", "$99999999999999999999\r\n",
    "*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n",
    ":12x\r\n", "\u{0}\u{0}\u{0}\r\n", "@\r\n", "*-7\r\n",
  ])
  func nonsenseEndsTheConnection(answer: String) async throws {
    let server = try FakeServer([
      FakeServer.greeting() + [.hear("PING"), .say(answer)],
      FakeServer.greeting() + [.hear("PING"), .say("+PONG\r\n"), .wait],
    ])
    let connection = try RedisConnection(to: RedisEndpoint(server))
    let failure = try #require(await failure { () throws(ConnectionFailure) in try await connection.run("PING") })
    #expect(failure.mayHaveRun)
    #expect(failure.error.code == .unavailable)
    #expect(try await connection.run("PING") == .status("PONG"))
  }

  @Test(arguments: ["", "$10\r\nhalf", "*2\r\n$1\r\na\r\n", "+PON", "$10"])
  func anEndInTheMiddleOfAnAnswerIsAFailure(answer: String) async throws {
    let server = try FakeServer([
      FakeServer.greeting() + [.hear("PING"), .say("+PONG\r\n" + answer)],
      FakeServer.greeting() + [.hear("PING"), .say("+PONG\r\n"), .wait],
    ])
    let connection = try RedisConnection(to: RedisEndpoint(server))
    let failure = await failure { () throws(ConnectionFailure) in
      try await connection.run([RedisCommand("PING"), RedisCommand("PING")], to: "ping")
    }
    #expect(failure?.mayHaveRun == true)
    #expect(failure?.error.reason == "the server closed the connection")
    #expect(try await connection.run("PING") == .status("PONG"))
  }

  @Test func whatNobodyAskedForIsNotTakenForAnAnswer() async throws {
    let server = try FakeServer([
      FakeServer.greeting() + [.hear("PING"), .say("+PONG\r\n+WRONG\r\n"), .wait],
      FakeServer.greeting() + [.hear("PING"), .say("+PONG\r\n"), .wait],
    ])
    let connection = try RedisConnection(to: RedisEndpoint(server))
    #expect(try await connection.run("PING") == .status("PONG"))
    #expect(try await connection.run("PING") == .status("PONG"))
  }

  @Test func aServerThatLoadsIsUnavailable() async throws {
    let server = try FakeServer([
      FakeServer.greeting() + [.hear("GET"), .say("-LOADING Redis is loading the dataset in memory\r\n"), .wait]
    ])
    let connection = try RedisConnection(to: RedisEndpoint(server))
    let failure = await failure { () throws(ConnectionFailure) in try await connection.run("GET", "a") }
    #expect(failure?.error.code == .unavailable)
  }

  @Test func aServerWithoutMemoryIsFull() async throws {
    let server = try await RedisServer.start()
    let connection = try RedisConnection(to: RedisEndpoint(server))
    _ = try await connection.run("CONFIG", "SET", "maxmemory", "1")
    let script = RedisScript("return redis.call('SET', KEYS[1], 'v')")
    var command = RedisCommand(script, keyCount: 1)
    command.append("key")
    for command in [RedisCommand("SET", "a", "b"), command] {
      let failure = await failure { () throws(ConnectionFailure) in try await connection.run(command, to: "set") }
      #expect(failure?.error.code == .full)
    }
    _ = try await connection.run("CONFIG", "SET", "maxmemory", "0")
    #expect(try await connection.run(command, to: "set") == .status("OK"))
    await server.stop()
  }

  @Test func aReplicaIsReadOnlyAndLookedForAgain() async throws {
    let server = try await RedisServer.start()
    let connection = try RedisConnection(to: RedisEndpoint(server))
    let number = try await connection.run("CLIENT", "ID").integer
    _ = try await connection.run("REPLICAOF", "127.0.0.1", "1")
    let failure = await failure { () throws(ConnectionFailure) in try await connection.run("SET", "a", "b") }
    #expect(failure?.error.code == .readOnly)
    #expect(try await connection.run("CLIENT", "ID").integer != number)
    _ = try await connection.run("REPLICAOF", "NO", "ONE")
    #expect(try await connection.run("SET", "a", "b") == .status("OK"))
    await server.stop()
  }
}
