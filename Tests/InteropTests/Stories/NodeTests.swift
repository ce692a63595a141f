import TaskModel
import Testing

/// `--node`: other nodes are asked over the broker, whatever they are made of.
@Suite struct NodeTests {
  @Test func twoDaemonsSeeAndSteerEachOther() async throws {
    try await Fleet.visit { fleet in
      let one = try await fleet.worker(.tasksd, "one")
      let two = try await fleet.worker(.tasksd, "two")
      let all = try await fleet.control(of: "one", "inspect", "ping", "--node", "all", "--timeout", "30")
      #expect(all == [one.name: ["ok": "pong"], two.name: ["ok": "pong"]] as JSONValue, "\(all)")
      let grown = try await fleet.control(
        of: "one", "control", "pool_grow", "2", "--node", two.name, "--timeout", "30")
      #expect(grown == [two.name: ["ok": "pool will grow"]] as JSONValue, "\(grown)")
      let stats = try await fleet.control(of: "two", "inspect", "stats")
      #expect(stats[two.name]?["pool"]?["max-concurrency"] == 4)
      _ = try await fleet.tasksd("one", "ctl", "control", "pause", "--queue", "other")
      let queues = try await fleet.control(of: "one", "inspect", "queues", "--node", two.name, "--timeout", "30")
      #expect(queues[two.name]?["other"]?["paused_since"]?.stringValue != nil, "\(queues)")
      #expect(try await fleet.redisCLI("KEYS", "*reply*").isEmpty, "nothing is left of the questions")
    }
  }

  @Test(.interop)
  func aCeleryWorkerAnswersTooAndSaysWhatItDoesNotKnow() async throws {
    try await Fleet.visit { fleet in
      let one = try await fleet.worker(.tasksd, "one")
      let snake = try await fleet.worker(.python, "snake")
      let all = try await fleet.control(of: "one", "inspect", "ping", "--node", "all", "--timeout", "30")
      #expect(all == [one.name: ["ok": "pong"], snake.name: ["ok": "pong"]] as JSONValue, "\(all)")
      let limited = try await fleet.control(
        of: "one", "control", "add_consumer", "third", "--node", snake.name, "--timeout", "30")
      #expect(limited == [snake.name: ["ok": "add consumer third"]] as JSONValue, "\(limited)")
      let registered = try await fleet.control(of: "one", "inspect", "registered", "--node", snake.name)
      #expect(registered[snake.name]?.arrayValue?.isEmpty == false, "\(registered)")
    }
  }
}
