import ControlAPI
import TaskModel
import Testing

@Suite struct LimitTests {
  private static func limits(_ change: (inout ControlLimits) -> Void) -> ControlLimits {
    var limits = ControlLimits()
    change(&limits)
    return limits
  }

  @Test(
    "A body beyond the limit is refused, announced or not",
    arguments: [
      "Content-Length: 2000\r\n\r\n" + String(repeating: " ", count: 2000),
      "Content-Length: 999999999999\r\n\r\n",
      "Content-Length: 999999999999\r\nExpect: 100-continue\r\n\r\n",
      "Transfer-Encoding: chunked\r\n\r\n7d0\r\n" + String(repeating: " ", count: 2000) + "\r\n",
    ])
  func bodyTooLarge(_ rest: String) async throws {
    try await Served.with(limits: Self.limits { $0.body = 1000 }) { served in
      let connection = try RawConnection(served.socket)
      await connection.send("POST /v1/tasks HTTP/1.1\r\n" + rest)
      let reply = RawReply(await connection.read(until: "}\n"))
      #expect(reply.status == 413)
      #expect(reply.problem == "body-too-large")
      #expect(reply.json?["limit"] == 1000)
      #expect(reply.headers.contains("connection: close"))
    }
  }

  @Test("A body up to the limit is taken, and asked for when the client asks first") func bodyAtTheLimit() async throws
  {
    let body = #"{"name":"ping"}"#
    try await Served.with(limits: Self.limits { $0.body = body.utf8.count }) { served in
      let connection = try RawConnection(served.socket)
      await connection.send(
        "POST /v1/tasks HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: \(body.utf8.count)\r\n\r\n")
      #expect(await connection.read(until: "\r\n\r\n").hasPrefix("HTTP/1.1 100 "))
      await connection.send(body)
      #expect(RawReply(await connection.read(until: "}\n")).status == 202)
    }
  }

  @Test("All bodies together have a limit too") func bodiesTogether() async throws {
    try await Served.with(limits: Self.limits { $0.bodies = 1000 }) { served in
      let large = try await served.exchange("POST", "/v1/tasks", String(repeating: " ", count: 2000))
      #expect(large.problem == "overloaded")
      let small = try await served.exchange("POST", "/v1/tasks", #"{"name":"ping"}"#)
      #expect(small.status == 202)
    }
  }

  @Test("A megabyte goes through and comes back whole") func largeBody() async throws {
    let text = JSONValue.string(String(repeating: "å", count: 500_000))
    try await Served.with { served in
      try await served.withClient { client in
        let reply = try await client.send(["name": "ping", "args": [text]])
        #expect(reply["with"]?["args"] == [text])
      }
    }
  }

  @Test("A body that does not arrive is not waited for") func slowBody() async throws {
    try await Served.with(limits: Self.limits { $0.requestTimeout = .milliseconds(20) }) { served in
      let connection = try RawConnection(served.socket)
      await connection.send("POST /v1/tasks HTTP/1.1\r\nContent-Length: 100\r\n\r\n{")
      let reply = RawReply(await connection.read())
      #expect(reply.status == 408)
      #expect(reply.problem == "request-timeout")
    }
  }

  @Test("Headers that do not arrive, and connections without a request, are closed", arguments: ["", "GET /hea"])
  func idleConnections(_ start: String) async throws {
    try await Served.with(limits: Self.limits { $0.idleTimeout = .milliseconds(20) }) { served in
      let connection = try RawConnection(served.socket)
      await connection.send(start)
      #expect(await connection.read() == "")
    }
  }

  @Test("Connections beyond the limit are told so, and served again when others have gone")
  func tooManyConnections() async throws {
    try await Served.with(limits: Self.limits { $0.connections = 1 }) { served in
      var first: RawConnection? = try RawConnection(served.socket)
      await first?.send("GET /health HTTP/1.1\r\n\r\n")
      _ = await first?.read(until: "}\n")
      var second: RawConnection? = try RawConnection(served.socket)
      await second?.send("GET /health HTTP/1.1\r\n\r\n")
      let refusal = RawReply(await second?.read() ?? "")
      #expect(refusal.status == 503)
      #expect(refusal.problem == "overloaded")
      (first, second) = (nil, nil)
      var status = 503
      while status == 503 || status == 0 { status = try await served.exchange("GET", "/health").status }
      #expect(status == 200)
    }
  }

  @Test("A hundred connections at once are all served") func manyConnections() async throws {
    try await Served.with { served in
      let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
        for number in 0..<100 {
          group.addTask { try await served.exchange("GET", "/v1/tasks/\(number)").status }
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(statuses == Array(repeating: 200, count: 100))
    }
  }
}
