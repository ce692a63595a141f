import PostgresTesting
import Testing

/// The server that the other tests stand on.
struct PostgresServerTests {
  @Test func eachGetsADatabaseOfItsOwn() async throws {
    let server = try await PostgresServer.shared
    let (one, other) = (try await server.freshDatabaseName(), try await server.freshDatabaseName())
    try await server.psql("CREATE TABLE here (id int)", in: one)
    #expect(try await server.psql("SELECT count(*) FROM pg_tables WHERE tablename = 'here'", in: one) == ["1"])
    #expect(try await server.psql("SELECT count(*) FROM pg_tables WHERE tablename = 'here'", in: other) == ["0"])
  }

  @Test func whatWasCommittedOutlivesAKill() async throws {
    let server = try await PostgresServer.start(["max_connections = 20"])
    try await server.psql("CREATE TABLE kept AS SELECT 7 AS id")
    await server.kill()
    try await server.restart()
    #expect(try await server.psql("SELECT id FROM kept") == ["7"])
    #expect(try await server.psql("SHOW max_connections") == ["20"])
    await server.stop()
  }
}
