import ProcessTesting
import TaskModel
import Testing

/// Wrong words on the command line and wrong tasks: one exit code whether a daemon answers or not.
@Suite struct BadCallTests {
  struct Call: Sendable, CustomTestStringConvertible {
    let words: [String]
    let status: Int32
    let says: [String]

    init(_ words: [String], _ status: Int32, _ says: String...) {
      self.words = words
      self.status = status
      self.says = says
    }

    var testDescription: String { words.joined(separator: " ") }
  }

  static let calls = [
    Call(["call", "helo"], 64, "helo", "did you mean hello?"),
    Call(["call", "something_else_entirely"], 64, "ctl inspect registered"),
    Call(["call", "hello", "--args", "{"], 64, "--args"),
    Call(["call", "hello", "--args", "{}"], 64, "--args", "an object", "array"),
    Call(["call", "hello", "--args", "7"], 64, "--args"),
    Call(["call", "hello", "--kwargs", "[1]"], 64, "--kwargs", "object"),
    Call(["call", "hello", "--args", "[NaN]"], 64, "--args"),
    Call(["call", "hello", "--args", "[1e999]"], 64, "--args"),
    Call(["call", "hello", "--args", #"["\ud800"]"#], 64, "--args"),
    Call(["call", "greet"], 64, "greet", "name"),
    Call(["call", "greet", "--kwargs", #"{"nam": "x"}"#], 64, "greet", "name"),
    Call(["call", "update_conversion_rates", "--args", "[1]"], 64, "update_conversion_rates"),
    Call(["call", "hello", "--countdown", "1", "--eta", "2031-03-04T05:06:07Z"], 64, "exclude each other"),
    Call(["call", "hello", "--countdown", "-1"], 64, "countdown"),
    Call(["call", "hello", "--countdown", "nan"], 64, "--countdown"),
    Call(["call", "hello", "--eta", "tomorrow"], 64, "tomorrow", "2031-03-04T05:06:07+02:00"),
    Call(["call", "hello", "--expires", "never"], 64, "never"),
    Call(["call", "hello", "--priority", "10"], 64, "0 to 9"),
    Call(["call", "hello", "--priority", "high"], 64, "high"),
    Call(["call", "hello", "--queue", ""], 64, "queue"),
    Call(["call", "hello", "--task-id", ""], 64, "task-id"),
    Call(["call", "", "--force"], 64, "name"),
    Call(["call", "hello", "--wait", "-1"], 64, "wait"),
    Call(["call", "hello", "--wait-seconds", "inf"], 64, "wait"),
    Call(["call"], 64, "name"),
    Call(["worker", "--nope"], 64, "--nope"),
    Call(["run", "--loglevel", "chatty"], 64, "chatty", "debug", "warning"),
    Call(["run", "--concurrency", "0"], 64, "1 to 10000"),
    Call(["run", "--concurrency", "x"], 64, "x"),
    Call(["schedule", "--next", "0"], 64, "1 to 1000"),
    Call(["schedule", "--zone", "Europe/Helsinky"], 64, "Europe/Helsinki"),
    Call(["purge"], 64, "--force"),
    Call(["purge", "--force", "--queues", ","], 64, "--queues"),
    Call(["ctl", "inspect", "activ"], 64, "did you mean active?"),
    Call(["ctl", "inspect", "query_task"], 64, "ids"),
    Call(["ctl", "inspect", "ping", "x"], 64, "takes no ids"),
    Call(["ctl", "control", "revok", "x"], 64, "did you mean revoke?"),
    Call(["ctl", "control", "revoke"], 64, "ids"),
    Call(["ctl", "control", "time_limit", "hello"], 64, "time_limit takes"),
    Call(["ctl", "control", "time_limit", "hello", "nan"], 64, "nan"),
    Call(["ctl", "control", "pool_grow", "many"], 64, "many"),
    Call(["ctl", "control", "add_consumer"], 64, "one queue"),
    Call(["ctl", "control", "pause", "x"], 64, "no arguments"),
    Call(["ctl", "dead", "drop"], 64, "--all"),
    Call(["ctl", "dead", "drop", "1", "--all"], 64, "exclude each other"),
    Call(["ctl", "dead", "show", "x"], 64, "x"),
    Call(["ctl", "--timeout", "0", "status"], 64, "--timeout"),
  ]

  @Test func withoutADaemon() async throws {
    try await Site.visit { site in
      for call in Self.calls { try await Self.make(call, at: site) }
    }
  }

  @Test func withADaemon() async throws {
    try await Site.visit { site in
      _ = try await site.daemon()
      for call in Self.calls where call.words.first == "call" || call.words.first == "ctl" {
        try await Self.make(call, at: site)
      }
    }
  }

  private static func make(_ call: Call, at site: Site) async throws {
    let reply = try await site.run(call.words)
    #expect(reply.status == call.status, "\(reply)")
    #expect(reply.output.isEmpty, "\(reply)")
    for text in call.says { #expect(reply.errors.contains(text), "\(reply)") }
  }

  @Test func aCommandThatDoesNotExistIsNamed() async throws {
    try await Site.visit { site in
      let reply = try await site.bare(["nonsense"])
      #expect(reply.status == 64 && reply.errors.contains("nonsense"), "\(reply)")
    }
  }

  @Test(arguments: [true, false])
  func aMessageOverTheLimitIsRefused(_ hasDaemon: Bool) async throws {
    try await Site.visit("max_message_size = 1k\n" + Site.tasks) { site in
      if hasDaemon { _ = try await site.daemon() }
      let name = String(repeating: "x", count: 2000)
      let reply = try await site.run("call", "hello", "--kwargs", "{\"name\": \"\(name)\"}")
      #expect(reply.status == 64 && reply.errors.contains("1024"), "\(reply)")
      #expect(try await site.run("call", "hello", "--kwargs", #"{"name": "x"}"#).status == 0)
    }
  }

  @Test func aBodyThatNoMessageCouldBeIsRefusedAndTheDaemonGoesOn() async throws {
    try await Site.visit("max_message_size = 1k\n" + Site.tasks) { site in
      _ = try await site.daemon()
      try site.write("huge.json", "{\"name\": \"hello\", \"args\": [\"\(String(repeating: "x", count: 17_000_000))\"]}")
      #expect(try await site.curlStatus("/v1/tasks", "--data-binary", "@huge.json") == "413")
      #expect(try await site.curlStatus("/v1/tasks", "--data", "{") == "400")
      #expect(try await site.curlStatus("/v1/tasks", "--data", "[]") == "400")
      #expect(try await site.run("call", "hello", "--wait").status == 0)
    }
  }

  @Test func anUnknownIDIsNoSuccess() async throws {
    try await Site.visit { site in
      _ = try await site.daemon()
      let reply = try await site.run("result", "no-such-id")
      #expect(reply.status == 1 && reply.errors.contains("unknown"), "\(reply)")
      let forgotten = try await site.run("result", "no-such-id", "--forget")
      #expect(forgotten.status == 1, "\(forgotten)")
      let waited = try await site.run("result", "no-such-id", "--wait", "0.01")
      #expect(waited.status == 1, "\(waited)")
    }
  }

  @Test(arguments: [
    ["status"], ["inspect", "active"], ["control", "pause"], ["reload"], ["purge", "--force"], ["dead"], ["events"],
  ])
  func withoutADaemonControlIs69(_ words: [String]) async throws {
    try await Site.visit { site in
      let reply = try await site.run(["ctl"] + words)
      #expect(reply.status == 69 && reply.errors.contains(site.socket), "\(reply)")
      #expect(reply.errors.split(separator: "\n").count == 1, "\(reply)")
      let json = try await site.run(["ctl"] + words + ["--json"])
      #expect(json.status == 69 && json.errors.isEmpty, "\(json)")
      #expect(try json.json["type"] == "urn:tasksd:problem:no-daemon")
      #expect(try json.json["detail"]?.stringValue?.contains(site.socket) == true)
      #expect(try json.json["status"] == 503)
    }
  }

  @Test func aConfigurationThatCannotBeReadIsSaidWhereNobodyAnswers() async throws {
    try await Site.visit { site in
      let file = site.path("not-there.ini")
      let reply = try await site.bare(
        ["ctl", "status", "--config", file], environment: ["TASKSD_CONTROL_SOCKET": site.socket])
      #expect(reply.status == 69, "\(reply)")
      let lines = reply.errors.split(separator: "\n")
      #expect(lines.count == 2 && lines[0].contains(site.socket) && lines[1].contains(file), "\(reply)")
    }
  }

  @Test func aNamedSocketMustAnswer() async throws {
    try await Site.visit { site in
      for words in [["call", "hello"], ["result", "x"], ["purge", "--force"]] {
        let reply = try await site.run(words + ["--socket", site.path("elsewhere.sock")])
        #expect(reply.status == 69 && reply.errors.contains("elsewhere.sock"), "\(reply)")
      }
    }
  }

  @Test(.enabled(if: Machine.canSwitchUser, "only root can become somebody else"))
  func noPermissionOnTheSocketIsSaid() async throws {
    try await Site.visit { site in
      _ = try await site.daemon()
      let reply = try await site.runAsNobody(["ctl", "status", "--socket", site.socket])
      #expect(reply.status == 77 && reply.errors.contains("permission denied: \(site.socket)"), "\(reply)")
    }
  }
}
