import ProcessTesting
import RedisTesting
import TaskModel
import Testing

/// Why a task on Redis does not run yet, from its queue to its end. No Python is needed.
@Suite struct WhyTests {
  @Test func whyFollowsATaskFromItsQueueToItsEnd() async throws {
    try await Fleet.visit { fleet in
      try await fleet.makeGate()
      let node = try await fleet.startTasksd(
        "worker", "one", sections: Fleet.hold,
        environment: ["TASKSD_WORKER_CONCURRENCY": "1", "TASKSD_WORKER_PREFETCH_MULTIPLIER": "1"])
      try await node.waitForReady()
      let running = try await fleet.call("one", "hold")
      try await node.waitForLine("holding")
      #expect(try await why(running, fleet) == ["running"])

      _ = try await fleet.tasksd("one", "ctl", "control", "pause", "--queue", "other")
      let resting = try await fleet.call("one", "demo.add", "--args", "[1]", "--queue", "other")
      #expect(try await why(resting, fleet).first == "queue_paused")
      let elsewhere = try await fleet.call("one", "demo.add", "--args", "[1]", "--queue", "elsewhere")
      #expect(try await why(elsewhere, fleet).contains("not_consumed"))
      let later = try await fleet.call("one", "demo.add", "--args", "[1]", "--countdown", "99")
      #expect(try await why(later, fleet) == ["deferred"])
      _ = try await fleet.tasksd("one", "ctl", "control", "revoke", later)
      #expect(try await why(later, fleet).first == "revoked")

      try await fleet.openGates("gate")
      let lost = try await fleet.call("one", "nosuch", "--force")
      try await node.waitForLine("was set aside")
      #expect(try await why(lost, fleet).contains("dead"))
      #expect(try await why(running, fleet) == ["outcome"])
      #expect(await node.stop() == .code(0))
    }
  }

  private func why(_ id: String, _ fleet: Fleet) async throws -> [String] {
    let reply = try await fleet.control(of: "one", "why", id)
    return reply["reasons"]?.arrayValue?.compactMap { $0["code"]?.stringValue } ?? []
  }
}
