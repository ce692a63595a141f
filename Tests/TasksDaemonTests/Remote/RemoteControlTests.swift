import CeleryWire
import TaskConfiguration
import TaskModel
import Testing

@testable import TasksDaemon

@Suite("Remote control") struct RemoteControlTests {
  @Test func whatIsNotForThisNodeIsNotAnswered() async throws {
    let site = try RemoteSite()
    let address: JSONValue = ["exchange": "e", "routing_key": "r"]
    let others: [JSONValue] = [
      ["method": "stats", "destination": ["celery@there"], "reply_to": address],
      ["method": "stats", "pattern": "*@there", "matcher": "glob", "reply_to": address],
      ["method": "stats", "pattern": "there", "matcher": "pcre", "reply_to": address],
    ]
    for request in others { site.channel.hear(request) }
    #expect(try await site.ask("ping") == ["ok": "pong"])
    await site.stop()
  }

  @Test func broadcastsThatAreNoRequestsAreIgnored() async throws {
    let site = try RemoteSite()
    for text in ["", "{", "[]", "null", #"{"body": 3}"#, #"{"body": "!!", "properties": {"body_encoding": "base64"}}"#]
    {
      site.channel.hear(Array(text.utf8))
    }
    for body: JSONValue in [[], nil, "ping", [:], ["method": 1], ["method": "ping", "reply_to": "x"]] {
      site.channel.hear(body)
    }
    #expect(try await site.ask("ping") == ["ok": "pong"])
    await site.stop()
  }

  @Test func whatWantsNoReplyGetsNone() async throws {
    let site = try RemoteSite()
    site.tell("stats")
    site.tell("scheduled")
    site.tell("no_such_command")
    #expect(try await site.ask("ping") == ["ok": "pong"])
    await site.stop()
  }

  @Test func shutdownIsObeyedWithoutAReply() async throws {
    let site = try RemoteSite()
    let (asked, ask) = AsyncStream<Void>.makeStream()
    site.parts.onShutdown { ask.finish() }
    site.channel.hear(["method": "shutdown", "reply_to": ["exchange": "e", "routing_key": "r"]])
    for await _ in asked {}
    #expect(try await site.ask("ping") == ["ok": "pong"])
    await site.stop()
  }

  @Test func anyRequestIsAnsweredWhateverItsArguments() async throws {
    let site = try RemoteSite(tasks: [TestTask("demo.add")])
    let names = [
      "task_id", "ids", "n", "queue", "task_name", "rate_limit", "soft", "hard", "headers", "signal", "terminate",
      "from_node", "revoked", "taskinfoitems", "id", "topic", "max", "min", "with_defaults", "safe", "x",
    ]
    let values: [JSONValue] = [
      nil, true, 0, -1, 1e300, .double(.nan), .bigInteger("99999999999999999999"), "", "demo.add", "10/m", "SIGTERM",
      [], [1, nil], ["a"], [:], ["a": ["b"]],
    ]
    var generator = SeededGenerator(seed: 3)
    // A pool that grows by thousands is not what is tried here.
    for command in RemoteCommand.allCases where ![.shutdown, .poolGrow].contains(command) {
      for _ in 0..<20 {
        var arguments = JSONObject()
        for name in command.signature.required { arguments[name] = values.randomElement(using: &generator) }
        for _ in 0..<Int.random(in: 0...4, using: &generator) {
          guard let name = names.randomElement(using: &generator) else { continue }
          arguments[name] = values.randomElement(using: &generator)
        }
        _ = try await site.ask(command.rawValue, .object(arguments))
      }
    }
    #expect(try await site.ask("ping") == ["ok": "pong"])
    await site.stop()
  }

  @Test("a pool grows by what can be meant only", arguments: [0, -1, 10_001, "many", nil, 1.5, []] as [JSONValue])
  func aPoolGrowsByWhatCanBeMeantOnly(_ count: JSONValue) async throws {
    let site = try RemoteSite()
    #expect(try await site.ask("pool_grow", ["n": count])["error"]?.stringValue?.hasPrefix("ValueError(") == true)
    await site.stop()
  }
}
