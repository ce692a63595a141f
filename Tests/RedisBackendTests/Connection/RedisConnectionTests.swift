import RedisTesting
import TaskModel
import Testing

@testable import RedisBackend

struct RedisConnectionTests {
  @Test func repliesComeInTheOrderOfTheCommands() async throws {
    let connection = try await RedisConnection.toShared()
    let commands = (0..<500).map { RedisCommand("ECHO", "\($0)") }
    let replies = try await connection.run(commands, to: "echo")
    #expect(replies.map(\.integer) == (0..<500).map { Int64($0) })
  }

  @Test func manyCallersShareTheConnectionAndEachGetsItsOwn() async throws {
    let connection = try await RedisConnection.toShared()
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

  @Test func everyKindOfReplyIsKnown() async throws {
    let connection = try await RedisConnection.toShared()
    let script = RedisScript("return {1, 'two', {3, false, {ok = 'fine'}}, redis.error_reply('FOUR wrong')}")
    let replies = try await connection.run(
      [
        RedisCommand("PING"), RedisCommand("INCR", "n"), RedisCommand("GET", "none"), RedisCommand(script, keyCount: 0),
      ],
      to: "test")
    let nested: RedisReply = .array([
      .integer(1), .bulk(Array("two".utf8)), .array([.integer(3), .null, .status("fine")]),
      .error(RedisServerError(text: "FOUR wrong")),
    ])
    #expect(replies == [.status("PONG"), .integer(1), .null, nested])
  }

  @Test func allBytesArePassedOn() async throws {
    let connection = try await RedisConnection.toShared()
    let bytes = (0...255).map { UInt8($0) } + Array("\r\n$3\r\n\u{0}".utf8)
    var command = RedisCommand("SET", "key")
    command.append(bytes)
    _ = try await connection.run(command, to: "set")
    #expect(try await connection.run("GET", "key").bytes == bytes)
  }

  @Test func largeValuesArePassedOn() async throws {
    let connection = try await RedisConnection.toShared()
    let bytes = [UInt8](repeating: 7, count: 20_000_000)
    var command = RedisCommand("SET", capacity: bytes.count + 100)
    command.append("key")
    command.append(bytes)
    let replies = try await connection.run(
      [command, RedisCommand("GET", "key"), RedisCommand("GET", "key")], to: "set")
    #expect(replies.map { $0.bytes?.count } == [nil, bytes.count, bytes.count])
    #expect(replies[2].bytes == bytes)
  }

  @Test func anErrorIsTheReplyToItsCommandAndStopsNoOther() async throws {
    let connection = try await RedisConnection.toShared()
    let replies = try await connection.run(
      [RedisCommand("SET", "a", "1"), RedisCommand("LPUSH", "a", "2"), RedisCommand("GET", "a")], to: "test")
    #expect(replies[1].error?.code == "WRONGTYPE")
    #expect(replies[2].text == "1")
  }

  @Test func anErrorToASingleCommandIsThrown() async throws {
    let connection = try await RedisConnection.toShared()
    let failure = try #require(await failure { () throws(ConnectionFailure) in try await connection.run("NONSENSE") })
    #expect(failure.error.code == .refused)
    #expect(failure.error.place == connection.place)
    #expect(try await connection.run("PING") == .status("PONG"))
  }

  @Test func aScriptIsBroughtWhereItIsMissing() async throws {
    let server = try await RedisServer.start()
    let connection = try RedisConnection(to: RedisEndpoint(server))
    let script = RedisScript("return redis.call('INCRBY', KEYS[1], ARGV[1])")
    var command = RedisCommand(script, keyCount: 1)
    command.append("n")
    command.append(5)
    let missing = RedisCommand("EVALSHA", String(repeating: "0", count: 40), "0")
    for round in 0..<3 {
      let replies = try await connection.run([command, RedisCommand("PING"), missing, command], to: "count")
      let sum = Int64(round * 10)
      #expect(replies[0] == .integer(sum + 5))
      #expect(replies[3] == .integer(sum + 10))
      #expect(replies[1] == .status("PONG"))
      // Not a script of ours: that error is the caller's.
      #expect(replies[2].error?.isScriptMissing == true)
      _ = try await connection.run("SCRIPT", "FLUSH")
    }
    await server.stop()
  }

  @Test func repliesCanBeReadWhereTheyAre() async throws {
    let connection = try await RedisConnection.toShared()
    _ = try await connection.run(RedisCommand(["RPUSH", "list"] + (0..<100).map { "item \($0)" }), to: "push")
    let count = try await connection.run([RedisCommand("LRANGE", "list", "0", "-1")], to: "read") { replies in
      replies.withReply(0) { reply in
        var total = 0
        reply.forEach { _, item in total += item.withBytes { $0.count } }
        #expect(reply.withElement(99) { $0.text } == "item 99")
        #expect(reply.withElement(100) { $0.text } == nil)
        #expect(reply.withElement(-1) { $0.text } == nil)
        return total
      }
    }
    #expect(count == 10 * 6 + 90 * 7)
  }

  @Test func whatAReaderThrowsIsThrown() async throws {
    let connection = try await RedisConnection.toShared()
    let wrong = BackendError(.corrupt, attempted: "read", place: "here", reason: "wrong")
    let failure = await failure { () throws(ConnectionFailure) in
      try await connection.run([RedisCommand("PING")], to: "read") { _ throws(BackendError) -> Int in throw wrong }
    }
    #expect(failure?.error == wrong)
  }

  @Test func itSaysWhoItIs() async throws {
    let server = try await RedisServer.shared
    let connection = try RedisConnection(
      to: RedisEndpoint(server), options: RedisConnectionOptions(clientName: "tasksd:ü b@web1"))
    #expect(try await connection.run("CLIENT", "GETNAME").text == "tasksd:___b@web1")
  }

  @Test func itKnowsTheServerOnceItIsConnected() async throws {
    let connection = try await RedisConnection.toShared()
    #expect(connection.server == nil)
    try await connection.connect()
    #expect(connection.server?.objection == nil)
    #expect(connection.server?.version.isEmpty == false)
    #expect(connection.server?.evictionPolicy == "noeviction")
  }

  @Test func aClosedConnectionAnswersEveryCall() async throws {
    let connection = try await RedisConnection.toShared()
    async let blocked = failure { () throws(ConnectionFailure) in try await connection.run("BLPOP", "none", "0") }
    async let queued = failure { () throws(ConnectionFailure) in try await connection.run("BLPOP", "none", "0") }
    _ = try? await connection.run("BLPOP", "none", "0.001")
    connection.close()
    let failures = await [blocked, queued]
    #expect(failures.allSatisfy { $0?.error.code == .unavailable })
    let late = await failure { () throws(ConnectionFailure) in try await connection.run("PING") }
    #expect(late?.mayHaveRun == false)
  }
}
