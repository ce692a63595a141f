import Foundation
import ProcessTesting
import TaskModel
import Testing

/// What `tasksd ctl` prints is what a Celery worker answers: the captured replies' fields, each of the captured kind.
@Suite struct CelerysAnswersTests {
  /// What a Celery 5.7 worker answered: tests of the wire format hold the captured exchange.
  private static func captured(_ name: String) throws -> JSONValue {
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "CeleryWireTests/Fixtures/pidbox/\(name).json")
    let exchange = try JSONParser.parse(String(decoding: Data(contentsOf: file), as: UTF8.self))
    return try theOneNodes(exchange["reply_body"] ?? .null)
  }

  private static func theOneNodes(_ answer: JSONValue) throws -> JSONValue {
    let node = try #require(answer.objectValue?.keys.first)
    return try #require(answer[node])
  }

  private static func kind(_ value: JSONValue) -> String {
    switch value {
    case .null: "null"
    case .bool: "bool"
    case .integer, .bigInteger, .double: "number"
    case .string: "string"
    case .array: "array"
    case .object: "object"
    }
  }

  /// Objects whose keys are no fields: what a task was called with, what has run, what the transport was told.
  private static let freeObjects: Set = ["kwargs", "total", "transport_options"]

  /// Where an answer lacks a field of the captured one, or has another kind of value there; of lists the first elements
  /// count. What Celery left empty may hold anything.
  private static func differences(_ captured: JSONValue, _ own: JSONValue, _ path: String = "") -> [String] {
    switch (captured, own) {
    case (.object(let captured), .object(let own)):
      return captured.flatMap { key, value in
        freeObjects.contains(key)
          ? [] : own[key].map { differences(value, $0, "\(path).\(key)") } ?? ["\(path).\(key) is missing"]
      }
    case (.array(let captured), .array(let own)):
      guard let example = captured.first else { return [] }
      return own.first.map { differences(example, $0, "\(path)[]") } ?? ["\(path) is empty"]
    case (.null, _): return []
    default: return kind(captured) == kind(own) ? [] : ["\(path) is \(kind(own)) instead of \(kind(captured))"]
    }
  }

  private static let configuration = """
    \(Site.tasks)
    [task:send]
    command = echo {0}
    rate_limit = 6/m
    """

  @Test func whatIsInspectedHasEveryFieldOfAWorkersAnswer() async throws {
    try await Site.visit("worker_prefetch_multiplier = 2\n" + Self.configuration) { site in
      let gate = try Gate(site)
      // Taken together by the daemon that starts then: one to run, one to be at hand.
      let running = try await site.call("hold", "--args", "[1]")
      let reserved = try await site.call("hold", "--args", "[2]")
      let daemon = try await site.daemon("run", "--concurrency", "1")
      try await daemon.waitFor(running, "holding")
      let scheduled = try await site.call("hold", "--args", "[3]", "--countdown", "3600")
      #expect(try await site.run("ctl", "control", "revoke", "id-1").status == 0)

      for verb in ["ping", "active", "reserved", "scheduled", "registered", "revoked"] {
        let found = Self.differences(try Self.captured(verb), try await site.inspect(verb))
        #expect(found.isEmpty, "\(verb)")
      }
      // The embedded store has neither a port nor a time to connect.
      #expect(
        Set(Self.differences(try Self.captured("stats"), try await site.inspect("stats"))) == [
          ".broker.port is null instead of number", ".broker.connect_timeout is null instead of number",
        ])
      let tasks = try await site.inspect("query_task", running, reserved, scheduled)
      let requests = try #require(try Self.captured("query_task").objectValue).map(\.value)
      for (id, request) in zip([running, reserved, scheduled], requests) {
        let own = try #require(tasks[id]?.arrayValue)
        #expect(own.count == 2 && own.first == request.arrayValue?.first)
        let example = try #require(request.arrayValue?.last)
        #expect(Self.differences(example, try #require(own.last)).isEmpty, "\(id)")
      }
      #expect(try await site.inspect("registered").arrayValue?.contains("send [rate_limit=6/m]") == true)
      let conf = try await site.inspect("conf")
      #expect(conf["worker_concurrency"] == 1)
      #expect(conf["control_socket"]?.stringValue == site.socket)
      for _ in 1...2 { gate.letOneGo() }
    }
  }

  /// Words behind `ctl control`, and the captured exchange.
  @Test func whatIsSteeredIsAnsweredInAWorkersWords() async throws {
    let commands: [(words: [String], captured: String)] = [
      (["time_limit", "send", "60", "120"], "time_limit"), (["rate_limit", "send", "100/m"], "rate_limit"),
      (["rate_limit", "send", "0"], "rate_limit-off"), (["pool_grow"], "pool_grow"), (["pool_shrink"], "pool_shrink"),
      (["add_consumer", "reports"], "add_consumer"), (["cancel_consumer", "reports"], "cancel_consumer"),
      (["enable_events"], "enable_events-again"), (["disable_events"], "disable_events"),
      (["enable_events"], "enable_events"),
    ]
    try await Site.visit(Self.configuration) { site in
      _ = try await site.daemon()
      for command in commands {
        let reply = try await site.run(["ctl", "control", "--json"] + command.words)
        #expect(reply.status == 0)
        #expect(try Self.theOneNodes(try reply.json) == Self.captured(command.captured), "\(command.words)")
      }
      let revoked = try await site.run("ctl", "control", "--json", "revoke", "id-1")
      #expect(
        Self.differences(try Self.captured("revoke"), try Self.theOneNodes(try revoked.json)).isEmpty)
    }
  }
}
