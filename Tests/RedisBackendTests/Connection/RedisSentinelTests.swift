import ProcessTesting
import RedisTesting
import TaskModel
import Testing

@testable import RedisBackend

struct RedisSentinelTests {
  private func endpoint(_ sentinels: [UInt16], service: String = "mymaster", password: String? = nil) -> RedisEndpoint {
    RedisEndpoint(
      .sentinel(sentinels.map { .init("127.0.0.1", port: $0) }, service: service), sentinelPassword: password)
  }

  @Test func theMasterIsFoundAndFollowed() async throws {
    let master = try await RedisServer.start()
    let replica = try await RedisServer.start(["replicaof 127.0.0.1 \(master.port)"])
    try await replica.waitForLine("Finished with success")
    let sentinel = try await RedisSentinel.start(watching: master)
    try await sentinel.waitForLine("+slave slave")
    let connection = try RedisConnection(to: endpoint([FreePort.next(), sentinel.port]))
    #expect(try await connection.run("CONFIG", "GET", "port").elements?.last?.text == "\(master.port)")

    await master.kill()
    let lost = await failure { () throws(ConnectionFailure) in try await connection.run("PING") }
    // Unless the sentinel was faster.
    if let lost {
      #expect(lost.error.code == .unavailable)
      #expect(!lost.mayHaveRun)
    }
    try await sentinel.waitForLine("+switch-master")
    #expect(try await connection.run("CONFIG", "GET", "port").elements?.last?.text == "\(replica.port)")
    #expect(try await connection.run("SET", "a", "b") == .status("OK"))
    await sentinel.stop()
    await replica.stop()
  }

  @Test func aReplicaIsNotTakenForTheMaster() async throws {
    let server = try await RedisServer.start(["replicaof 127.0.0.1 1"])
    let digits = "\(server.port)"
    let answer = "*2\r\n$9\r\n127.0.0.1\r\n$\(digits.utf8.count)\r\n\(digits)\r\n"
    let sentinel = try FakeServer([[.hear("mymaster"), .say(answer), .wait]])
    let connection = try RedisConnection(to: endpoint([sentinel.port]))
    let failure = await failure { () throws(ConnectionFailure) in try await connection.connect() }
    #expect(failure?.error.code == .unavailable)
    #expect(failure?.error.reason.contains("not a master (its role is slave)") == true)
    await server.stop()
  }

  @Test func anUnknownNameIsSaid() async throws {
    let master = try await RedisServer.shared
    let sentinel = try await RedisSentinel.start(watching: master)
    let connection = try RedisConnection(to: endpoint([sentinel.port], service: "other"))
    let failure = await failure { () throws(ConnectionFailure) in try await connection.connect() }
    #expect(failure?.error.reason.contains("no sentinel leads to the master 'other'") == true)
    #expect(failure?.error.reason.contains("127.0.0.1:\(sentinel.port) does not know it") == true)
    await sentinel.stop()
  }

  @Test func aSentinelMayWantAPassword() async throws {
    let master = try await RedisServer.shared
    let sentinel = try await RedisSentinel.start(watching: master, ["requirepass s3cret"])
    try await RedisConnection(to: endpoint([sentinel.port], password: "s3cret")).connect()
    for password in [nil, "wr0ng"] {
      let connection = try RedisConnection(to: endpoint([sentinel.port], password: password))
      let failure = await failure { () throws(ConnectionFailure) in try await connection.connect() }
      #expect(failure?.error.code == .refused)
      #expect(failure?.error.reason.contains("password") == true)
      #expect(failure?.error.reason.contains("wr0ng") == false)
    }
    await sentinel.stop()
  }

  @Test(arguments: [
    "*2\r\n$1\r\na\r\n$5\r\n99999\r\n", "*0\r\n", "$-1\r\n", "+OK\r\n", "*2\r\n:1\r\n:2\r\n", "nonsense\r\n",
  ])
  func nonsenseFromASentinelIsNoAddress(answer: String) async throws {
    let sentinel = try FakeServer([[.hear("mymaster"), .say(answer), .wait]])
    let connection = try RedisConnection(to: endpoint([sentinel.port]))
    let failure = await failure { () throws(ConnectionFailure) in try await connection.connect() }
    #expect(failure?.error.code == .unavailable)
  }
}
