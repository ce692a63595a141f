import ControlAPI
import TaskModel
import Testing

@Suite struct BadRequestTests {
  @Test(
    "A wrong request is refused with what is wrong, and the daemon is not asked",
    arguments: BadRequests.tables.keys.sorted())
  func wrongRequests(table: String) async throws {
    try await Served.with { served in
      for refusal in try #require(BadRequests.tables[table]) {
        let reply = try await served.exchange(refusal.method, refusal.path, refusal.body)
        #expect(reply.status == refusal.status, "\(refusal.testDescription)")
        #expect(reply.problem == refusal.problem, "\(refusal.testDescription)")
        #expect(reply.body.contains(refusal.says), "\(refusal.testDescription): \(reply.body)")
      }
      #expect(served.control.asked.isEmpty)
    }
  }

  @Test("A wrong method is told the right ones in Allow") func allow() async throws {
    try await Served.with { served in
      let reply = try await served.exchange("POST", "/health")
      #expect(reply.headers.contains("allow: get, head"))
    }
  }

  @Test("What is not HTTP is answered once and the connection closed", arguments: BadRequests.garbage)
  func notHTTP(_ row: Garbage) async throws {
    try await Served.with { served in
      let connection = try RawConnection(served.socket)
      await connection.send(row.bytes)
      let reply = RawReply(await connection.read())
      #expect(reply.status == row.status, "\(reply.text)")
      #expect(reply.problem == row.problem)
      let health = try await served.exchange("GET", "/health")
      #expect(health.status == 200)
    }
  }

  @Test("Random bytes never hurt", arguments: 0..<4) func randomBytes(seed: UInt64) async throws {
    var random = SeededGenerator(seed: seed)
    try await Served.with { served in
      for _ in 0..<50 {
        let connection = try RawConnection(served.socket)
        let starts = ["", "GET ", "POST /v1/tasks HTTP/1.1\r\nContent-Length: 30\r\n\r\n", "GET /v1/tasks/"]
        let start = starts.randomElement(using: &random)
        let bytes = (0..<Int.random(in: 0..<200, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
        await connection.send(Array((start ?? "").utf8) + bytes)
        await connection.finish()
        _ = await connection.read()
      }
      let health = try await served.exchange("GET", "/health")
      #expect(health.status == 200)
    }
  }
}
