import FoundationEssentials
import Glibc
import ProcessTesting
import RedisTesting
import TaskModel
import Testing

/// What an operator sees of queues on Redis, by tasksd's commands and by redis-cli. No Python is needed.
@Suite struct OperatorTests {
  /// One at a time is taken, and no more held in reserve.
  private static let oneByOne = ["TASKSD_WORKER_CONCURRENCY": "1", "TASKSD_WORKER_PREFETCH_MULTIPLIER": "1"]

  @Test func aSentTaskLeavesTheKeysThatCeleryLeaves() async throws {
    try await Fleet.visit { fleet in
      let node = try await fleet.startTasksd("worker", "one", options: "worker_enable_remote_control = false")
      try await node.waitForReady()
      _ = try await fleet.tasksd("one", "ctl", "control", "pause")
      _ = try await fleet.call("one", "demo.add", "--args", "[1, 2]")
      let keys = try await fleet.redisCLI("KEYS", "*").filter { !$0.hasPrefix("tasksd:") }
      #expect(
        keys.sorted() == [
          "_kombu.binding.celery", "_kombu.binding.other", "_kombu.binding_permanent.celery",
          "_kombu.binding_permanent.other", "celery",
        ])
      #expect(try await fleet.redisCLI("SMEMBERS", "_kombu.binding.celery") == ["celery\u{6}\u{16}\u{6}\u{16}celery"])
    }
  }

  @Test func theCountsAreThoseOfTheLists() async throws {
    try await Fleet.visit { fleet in
      let node = try await fleet.startTasksd("worker", "one")
      try await node.waitForReady()
      _ = try await fleet.tasksd("one", "ctl", "control", "pause")
      for priority in ["0", "3", "9"] {
        _ = try await fleet.call("one", "demo.add", "--args", "[1]", "--priority", priority)
      }
      _ = try await fleet.call("one", "demo.add", "--args", "[1]", "--countdown", "99")
      let queues = try await fleet.control(of: "one", "inspect", "queues")[node.name]
      #expect(queues?["celery"]?["waiting"] == 3 && queues?["celery"]?["deferred"] == 1, "\(queues ?? .null)")
      #expect(try await fleet.lengthOfLists() == 3)
    }
  }

  @Test func aStopLeavesInTheListsWhatHasNotRun() async throws {
    try await Fleet.visit { fleet in
      try await fleet.makeGate()
      let reserving = Self.oneByOne.merging(["TASKSD_WORKER_PREFETCH_MULTIPLIER": "3"]) { $1 }
      let node = try await fleet.startTasksd("worker", "one", sections: Fleet.hold, environment: reserving)
      try await node.waitForReady()
      let running = try await fleet.call("one", "hold")
      try await node.waitForLine("holding")
      for _ in 0..<5 { _ = try await fleet.call("one", "demo.add", "--args", "[1]") }
      node.child.send(SIGTERM)
      try await node.waitForLine("may finish first")
      try await fleet.openGates("gate")
      #expect(await node.child.exit == .code(0))
      #expect(try await fleet.lengthOfLists() == 5)
      #expect(try await fleet.redisCLI("HLEN", "unacked") == ["0"])
      #expect(try await fleet.tasksd("one", "result", running).contains("exit_code"))
    }
  }

  @Test func purgeDropsWhatWaitsIsDeferredOrInADeadNodesHands() async throws {
    try await Fleet.visit { fleet in
      try await fleet.makeGate()
      let node = try await fleet.startTasksd("worker", "one", sections: Fleet.hold, environment: Self.oneByOne)
      try await node.waitForReady()
      _ = try await fleet.call("one", "hold")
      try await node.waitForLine("holding")
      await node.kill9()
      for _ in 0..<3 { _ = try await fleet.call("one", "demo.add", "--args", "[1]") }
      _ = try await fleet.call("one", "demo.add", "--args", "[1]", "--countdown", "99")
      _ = try await fleet.call("one", "demo.add", "--args", "[1]", "--queue", "other")
      // As if its lease were over.
      for member in try await fleet.redisCLI("ZRANGE", "tasksd:nodes", "0", "-1") {
        _ = try await fleet.redisCLI("ZADD", "tasksd:nodes", "1", member)
      }
      let celery = try await fleet.tasksd("one", "purge", "--force", "--queues", "celery")
      #expect(celery == "purged 5: waiting 3, deferred 1, in flight 1")
      #expect(try await fleet.lengthOfLists("other") == 1)
      #expect(try await fleet.redisCLI("HLEN", "unacked") == ["0"])
      #expect(try await fleet.tasksd("one", "purge", "--force").hasPrefix("purged 1: waiting 1"))
      let left = try await fleet.redisCLI("KEYS", "*")
      let messages = left.filter { $0.hasPrefix("celery") || $0.hasPrefix("other") || $0.contains("deferred") }
      #expect(messages.isEmpty, "\(left)")
    }
  }

  @Test func aPurgeAtTheStartComesBeforeAnyTask() async throws {
    try await Fleet.visit { fleet in
      try fleet.configure("one")
      let dropped = try await fleet.call("one", "demo.add", "--args", "[1]")
      let child = try await fleet.start(
        [try Interop.application(), "worker", "--purge", "--config", fleet.path("one.ini")])
      let line = try await child.standardError.first(containing: "purged ").line
      #expect(line.contains("purged 1 from celery"), "\(line)")
      _ = try await child.standardError.first(containing: "is ready")
      let kept = try await fleet.call("one", "demo.add", "--args", "[1, 2]", "--wait")
      #expect(kept == "3")
      #expect(!child.standardError.all.contains { $0.contains(dropped) })
    }
  }

  @Test func messagesOfOldCelerysRunUnlessTheyArePickled() async throws {
    try await Fleet.visit { fleet in
      let node = try await fleet.startTasksd("worker", "one")
      try await node.waitForReady()
      let fixtures = URL(filePath: Interop.scripts).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "CeleryWireTests/Fixtures/queue")
      func message(_ name: String) throws -> String {
        String(decoding: try Data(contentsOf: fixtures.appending(path: name)), as: UTF8.self)
      }
      let old = try message("protocol-1.json").replacing("\n", with: "")
      let id = try #require(try JSONParser.parse(old)["properties"]?["correlation_id"]?.stringValue)
      _ = try await fleet.redisCLI("LPUSH", "celery", old)
      try await node.waitForLine("[\(id)] ")
      _ = try await fleet.redisCLI("LPUSH", "celery", try message("pickle.json"))
      try await node.waitForLine("was set aside")
      let letters = try await fleet.control(of: "one", "dead", "list")["letters"]?.arrayValue ?? []
      #expect(letters.contains { $0["detail"]?.stringValue?.contains("pickle") == true }, "\(letters)")
    }
  }

  @Test func aMegabyteOfGarbageIsSetAsideAndTheNextTaskRuns() async throws {
    try await Fleet.visit { fleet in
      let node = try await fleet.startTasksd("worker", "one")
      try await node.waitForReady()
      // redis-cli -x takes the last argument from its input, byte for byte.
      _ = try await fleet.run([
        "/bin/sh", "-c",
        "head -c 1000000 /dev/urandom | redis-cli -e -p \(fleet.redis.port) -n \(fleet.database) -x LPUSH celery",
      ])
      try await node.waitForLine("was set aside")
      #expect(try await fleet.call("one", "demo.add", "--args", "[20, 2]", "--wait") == "22")
      let letters = try await fleet.control(of: "one", "dead", "list")
      #expect(letters["count"] == 1, "\(letters)")
      #expect(await node.stop() == .code(0))
    }
  }
}
