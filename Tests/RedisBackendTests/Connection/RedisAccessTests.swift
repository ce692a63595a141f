import RedisTesting
import TaskModel
import Testing

@testable import RedisBackend

/// Ways to be let in, and not to be.
struct RedisAccessTests {
  @Test func aPasswordIsNeededAndGiven() async throws {
    let server = try await RedisServer.start(["requirepass s3cret"])
    let connection = try RedisConnection(to: RedisEndpoint(server, password: "s3cret"))
    #expect(try await connection.run("PING") == .status("PONG"))
    for password in [nil, "wr0ng"] {
      let connection = try RedisConnection(to: RedisEndpoint(server, password: password))
      let failure = try #require(await failure { () throws(ConnectionFailure) in try await connection.run("PING") })
      #expect(failure.error.code == .refused)
      #expect(!failure.mayHaveRun)
      #expect(!"\(failure.error)".contains("wr0ng"))
      #expect("\(failure.error)".contains("password"))
    }
    await server.stop()
  }

  @Test func anACLUserIsLetIn() async throws {
    let server = try await RedisServer.start([
      "user default off", "user tasks on >s3cret ~* &* +@all", "user poor on >s3cret ~* &* +get +select +auth",
    ])
    let connection = try RedisConnection(to: RedisEndpoint(server, database: 5, user: "tasks", password: "s3cret"))
    #expect(try await connection.run("ACL", "WHOAMI").text == "tasks")

    let poor = try RedisConnection(
      to: RedisEndpoint(server, user: "poor", password: "s3cret"), options: RedisConnectionOptions(clientName: "x"))
    #expect(try await poor.run("GET", "a") == .null)
    #expect(poor.server?.version == "")
    let denied = await failure { () throws(ConnectionFailure) in try await poor.run("SET", "a", "b") }
    #expect(denied?.error.code == .refused)
    #expect(denied?.error.reason.contains("ACL") == true)

    let wrong = try RedisConnection(to: RedisEndpoint(server, user: "tasks", password: "s3cre"))
    #expect(await failure { () throws(ConnectionFailure) in try await wrong.connect() }?.error.code == .refused)
    await server.stop()
  }

  @Test func aUnixSocketWillDo() async throws {
    let server = try await RedisServer.shared
    let database = server.freshDatabase()
    let connection = try RedisConnection(to: RedisEndpoint(.unixSocket(path: server.socketPath), database: database))
    _ = try await connection.run("SET", "a", "1")
    let other = try RedisConnection(to: RedisEndpoint(server, database: database))
    #expect(try await other.run("GET", "a").text == "1")
  }

  @Test(arguments: ["/nowhere/redis.sock", "/tmp/" + String(repeating: "x", count: 200), "", "/etc/passwd"])
  func aSocketThatIsNoneIsSaid(path: String) async throws {
    let connection = try RedisConnection(to: RedisEndpoint(.unixSocket(path: path)))
    let failure = try #require(await failure { () throws(ConnectionFailure) in try await connection.connect() })
    #expect(!failure.mayHaveRun)
    #expect("\(failure.error)".contains("cannot connect in redis+socket://"))
  }

  @Test func aDatabaseThatIsMissingIsSaid() async throws {
    let server = try await RedisServer.shared
    for database in [4096, -1, .max] {
      let connection = try RedisConnection(to: RedisEndpoint(server, database: database))
      let failure = await failure { () throws(ConnectionFailure) in try await connection.connect() }
      #expect(failure?.error.code == .refused)
      #expect(failure?.error.reason.contains("no database \(database)") == true)
    }
  }

  @Test func anOldServerIsRefused() async throws {
    let server = try FakeServer([FakeServer.greeting(version: "6.0.16")])
    let connection = try RedisConnection(to: RedisEndpoint(server))
    let failure = await failure { () throws(ConnectionFailure) in try await connection.connect() }
    #expect(failure?.error.code == .incompatible)
    #expect(failure?.error.reason == "Redis 6.2 or newer is needed, this is 6.0.16")
  }

  @Test func aClusterIsRefused() async throws {
    let server = try FakeServer([FakeServer.greeting("cluster_enabled:1\r\n")])
    let connection = try RedisConnection(to: RedisEndpoint(server))
    #expect(
      await failure { () throws(ConnectionFailure) in try await connection.connect() }?.error.code == .incompatible)
  }

  @Test func aServerThatMayEvictIsWarnedOf() async throws {
    let server = try await RedisServer.start(["maxmemory-policy allkeys-lru"])
    let connection = try RedisConnection(to: RedisEndpoint(server))
    try await connection.connect()
    #expect(connection.server?.warnings.first?.contains("allkeys-lru") == true)
    await server.stop()
  }
}
