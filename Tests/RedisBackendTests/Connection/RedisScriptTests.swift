import Testing

@testable import RedisBackend

struct RedisScriptTests {
  @Test func theServerNamesScriptsAlike() async throws {
    let connection = try await RedisConnection.toShared()
    for length in [1, 40, 47, 48, 55, 56, 63, 64, 65, 500] {
      let source = "return '\(String(repeating: "x", count: length))'"
      let reply = try await connection.run("SCRIPT", "LOAD", source)
      #expect(reply.text == RedisScript(source).digest)
    }
  }
}
