import ControlAPI
import TaskModel
import Testing

@Suite struct LongPollTests {
  @Test("Waiting ends with the result") func waitingEndsWithTheResult() async throws {
    try await Served.with { served in
      try await served.withClient { client in
        async let answer = client.result(of: "7", waiting: .seconds(600))
        var began = served.control.waiting.stream.makeAsyncIterator()
        #expect(await began.next() == "7")
        served.control.results.continuation.yield(["id": "7", "state": "SUCCESS", "result": 42])
        let result = try await answer
        #expect(result == ["id": "7", "state": "SUCCESS", "result": 42])
        // The connection of a long poll ends with it; the client goes on with another.
        let next = try await client.result(of: "8")
        #expect(next["with"] == "8")
      }
    }
  }

  @Test("The client asks again until the state is final") func waitingForAFinalState() async throws {
    try await Served.with { served in
      for state in ["PENDING", "STARTED", "SUCCESS"] {
        served.control.results.continuation.yield(["id": "7", "state": .string(state)])
      }
      try await served.withClient { client in
        let final = try await client.finalResult(of: "7")
        #expect(final["state"] == "SUCCESS")
        served.control.results.continuation.yield(["id": "8", "state": "STARTED"])
        let unfinished = try await client.finalResult(of: "8", within: .seconds(1))
        #expect(unfinished["state"] == "STARTED")
      }
    }
  }

  @Test("Waiting is given up when the client leaves") func theClientLeaves() async throws {
    try await Served.with { served in
      var connection: RawConnection? = try RawConnection(served.socket)
      await connection?.send("GET /v1/tasks/7?wait=600 HTTP/1.1\r\n\r\n")
      var began = served.control.waiting.stream.makeAsyncIterator()
      #expect(await began.next() == "7")
      connection = nil
      var ended = served.control.cancelled.stream.makeAsyncIterator()
      #expect(await ended.next() == true)
    }
  }

  @Test("Waiting is answered with what is known when the server stops") func theServerStops() async throws {
    var limits = ControlLimits()
    limits.grace = .seconds(300)
    try await Served.with(limits: limits) { served in
      try await served.withClient { client in
        async let answer = client.result(of: "7", waiting: .seconds(600))
        var began = served.control.waiting.stream.makeAsyncIterator()
        #expect(await began.next() == "7")
        served.server.stop()
        let result = try await answer
        #expect(result["state"] == "PENDING")
      }
    }
  }
}
