import ControlAPI
import Synchronization
import TaskModel
import Testing

@Suite struct RouteTests {
  typealias Ask = @Sendable (DaemonClient) async throws -> JSONValue

  static let requests: [(asked: String, ask: Ask)] = [
    (#"inspect.active {}"#, { try await $0.inspect("active") }),
    (#"inspect.scheduled {"limit":5}"#, { try await $0.inspect("scheduled", parameters: ["limit": 5]) }),
    (#"inspect.conf {"with_defaults":true}"#, { try await $0.inspect("conf", parameters: ["with_defaults": true]) }),
    (
      #"inspect.query_task {"id":["a b","å/ö"]}"#,
      { try await $0.inspect("query_task", parameters: ["id": ["a b", "å/ö"]]) }
    ),
    (
      #"inspect.schedule {"next":3,"zone":"Etc/GMT+3"}"#,
      { try await $0.inspect("schedule", parameters: ["next": 3, "zone": "Etc/GMT+3"]) }
    ),
    (
      #"control.revoke {"task_id":["1","2"],"terminate":true}"#,
      { try await $0.control("revoke", arguments: ["task_id": ["1", "2"], "terminate": true]) }
    ),
    (
      #"control.revoke {"task_id":"1"}"#,
      { try await $0.control("revoke", arguments: ["task_id": "1", "signal": nil]) }
    ),
    (
      #"control.rate_limit {"task_name":"ping","rate_limit":"10/m"}"#,
      { try await $0.control("rate_limit", arguments: ["task_name": "ping", "rate_limit": "10/m"]) }
    ),
    (
      #"control.time_limit {"task_name":"ping","soft":1.5,"hard":60}"#,
      { try await $0.control("time_limit", arguments: ["task_name": "ping", "soft": 1.5, "hard": 60]) }
    ),
    (#"control.pool_grow {"n":2}"#, { try await $0.control("pool_grow", arguments: ["n": 2]) }),
    (#"control.add_consumer {"queue":"slow"}"#, { try await $0.control("add_consumer", arguments: ["queue": "slow"]) }),
    (#"control.shutdown {}"#, { try await $0.control("shutdown") }),
    (
      #"send {"name":"ping","args":[1,"å"],"kwargs":{"x":null},"countdown":2.5,"priority":9}"#,
      {
        try await $0.send(
          ["name": "ping", "args": [1, "å"], "kwargs": ["x": nil], "countdown": 2.5, "priority": 9, "queue": nil])
      }
    ),
    (
      #"send {"name":"ping","eta":"2031-03-04T05:06:07+02:00","expires":60,"force":true}"#,
      { try await $0.send(["name": "ping", "eta": "2031-03-04T05:06:07+02:00", "expires": 60, "force": true]) }
    ),
    (#"result "id/with?odd#signs %""#, { try await $0.result(of: "id/with?odd#signs %") }),
    (#"forget "17""#, { try await $0.forget("17") }),
    (#"schedule {}"#, { try await $0.schedule() }),
    (#"schedule {"next":5,"zone":"Europe/Helsinki"}"#, { try await $0.schedule(next: 5, zone: "Europe/Helsinki") }),
    (#"purge null"#, { try await $0.purge() }),
    (#"purge ["celery","slow"]"#, { try await $0.purge(["celery", "slow"]) }),
    (#"deadLetters {"after":17,"limit":10}"#, { try await $0.deadLetters(after: 17, limit: 10) }),
    (#"deadLetter 17"#, { try await $0.deadLetter(17) }),
    (#"replay {"numbers":[1,2]}"#, { try await $0.replayDeadLetters([1, 2]) }),
    (#"replay {"all":true}"#, { try await $0.replayDeadLetters(nil) }),
    (#"drop {"numbers":[3]}"#, { try await $0.dropDeadLetters([3]) }),
    (#"drop {"all":true}"#, { try await $0.dropDeadLetters(nil) }),
    (
      #"deadLetters {"task":"send_*","reason":"gateway","limit":5}"#,
      { try await $0.deadLetters(limit: 5, filter: ["task": "send_*", "reason": "gateway"]) }
    ),
    (
      #"replay {"queue":"mails","died_after":"2031-03-04T05:06:07+02:00","to":"slow"}"#,
      {
        try await $0.replayDeadLetters(
          choice: ["queue": "mails", "died_after": "2031-03-04T05:06:07+02:00", "to": "slow"])
      }
    ),
    (#"drop {"id":"17"}"#, { try await $0.dropDeadLetters(choice: ["id": "17"]) }),
    (#"why "id/with?odd#signs %""#, { try await $0.why("id/with?odd#signs %") }),
    (#"reload null"#, { try await $0.reload() }),
  ]

  @Test("What the client asks for is what the daemon is asked, and its reply comes back as it is")
  func requestsArriveAndRepliesReturn() async throws {
    try await Served.with { served in
      try await served.withClient { client in
        for (asked, ask) in Self.requests {
          let reply = try await ask(client)
          #expect(served.control.asked.last == asked)
          let name = reply["asked"]?.stringValue ?? ""
          #expect("\(name) \(reply["with"] ?? .null)" == asked)
        }
      }
    }
  }

  @Test("A problem of the daemon reaches the client with all its members")
  func problemsReachTheClient() async throws {
    let problem = ControlProblem(
      .unknownTask, "no task is called 'pong'", argument: "name", suggestion: "ping")
    try await Served.with { served in
      served.control.state.withLock { $0.problem = problem }
      try await served.withClient { client in
        await #expect(throws: DaemonClientError.problem(problem)) { try await client.send(["name": "pong"]) }
      }
    }
  }

  @Test("A sent task is accepted (202)") func aSentTaskIsAccepted() async throws {
    try await Served.with { served in
      let reply = try await served.exchange("POST", "/v1/tasks", #"{"name":"ping"}"#)
      #expect(reply.status == 202)
      #expect(reply.body.hasSuffix("}\n"))
    }
  }

  @Test("HEAD is answered like GET, without the body") func headHasNoBody() async throws {
    try await Served.with { served in
      for path in ["/health", "/metrics", "/v1/inspect/active"] {
        let (get, head) = try await (served.exchange("GET", path), served.exchange("HEAD", path))
        #expect(head.headers == get.headers)
        #expect(head.body.isEmpty)
      }
    }
  }

  @Test("Several requests on one connection are answered in their order") func pipelining() async throws {
    try await Served.with { served in
      let connection = try RawConnection(served.socket)
      await connection.send(
        "GET /v1/tasks/1 HTTP/1.1\r\n\r\nGET http://any/v1/tasks/2 HTTP/1.1\r\nHost: any\r\n\r\n"
          + "GET /v1/nothing HTTP/1.1\r\n\r\nGET /metrics HTTP/1.1\r\nConnection: close\r\n\r\n")
      let statuses = await connection.read().split(separator: "HTTP/1.1 ").map { $0.prefix(3) }
      #expect(statuses == ["200", "200", "404", "200"])
      #expect(served.control.asked == [#"result "1""#, #"result "2""#])
    }
  }
}
