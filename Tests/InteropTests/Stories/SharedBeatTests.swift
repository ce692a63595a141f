import ProcessTesting
import TaskModel
import Testing

/// Beats on several nodes share one schedule: whoever dies, each tick is sent once. Also those that came late, since the
/// machine may be so loaded that all nodes stand still for longer than a tick.
@Suite(.interop) struct SharedBeatTests {
  private static let schedule = """
    [celerybeat:tick]
    task = demo.tick
    type = timedelta
    schedule = {"milliseconds": 250}
    catch_up = all

    """

  @Test func ticksAreExactWhoeverIsKilled() async throws {
    try await Fleet.visit { fleet in
      try fleet.write("ticks", "")
      let follower = try await fleet.start(["/usr/bin/tail", "-n", "+1", "-f", fleet.path("ticks")])
      let ticks = follower.standardOutput
      var nodes: [String: Node] = [:]
      for name in ["one", "two", "three"] { nodes[name] = try await start(name, in: fleet) }
      var seen = 0
      for name in ["one", "two", "three", "one", "two", "three", "one", "two", "three"] {
        seen = max(seen, ticks.all.count) + 2
        _ = try await ticks.first("\(seen) ticks", from: seen - 1) { _ in true }
        await nodes[name]?.kill9()
        nodes[name] = try await start(name, in: fleet)
      }
      seen = ticks.all.count + 4
      _ = try await ticks.first("\(seen) ticks", from: seen - 1) { _ in true }
      for node in nodes.values { #expect(await node.stop() == .code(0)) }
      try expectGrid(fleet.lines("ticks"))
    }
  }

  @Test func aCeleryWorkerRunsItsTicks() async throws {
    try await Fleet.visit { fleet in
      let ledger = try await Ledger("ledger", of: fleet)
      let worker = try await fleet.worker(.python)
      let schedule = """
        [celerybeat:record]
        task = demo.record
        type = timedelta
        schedule = {"milliseconds": 250}
        args = ["ledger", 7]
        """
      let beat = try await fleet.startTasksd("beat", "two", sections: schedule)
      try await ledger.wait(forLines: 6)
      #expect(await beat.stop() == .code(0))
      #expect(await worker.stop() == .code(0))
      #expect(Set(ledger.ends.map(\.kind)) == ["python"] && Set(ledger.ends.map(\.item)) == [7])
    }
  }

  private func start(_ name: String, in fleet: Fleet) async throws -> Node {
    let node = try await fleet.startTasksd("run", name, options: "worker_lease = 2s", sections: Self.schedule)
    try await node.waitForReady()
    return node
  }

  /// Every quarter of a second one tick, with one id.
  private func expectGrid(_ lines: [String]) throws {
    var ids: [Timestamp: Set<String>] = [:]
    for line in lines {
      let words = line.split(separator: " ").map(String.init)
      let due = try #require(Timestamp(iso8601: words[0]), "a tick without its time: \(line)")
      ids[due, default: []].insert(words[1])
    }
    let dues = ids.keys.sorted()
    for (due, next) in zip(dues, dues.dropFirst()) {
      #expect(next - due == .milliseconds(250), "a tick is missing after \(due)")
    }
    for (due, ids) in ids { #expect(ids.count == 1, "the tick of \(due) was sent as \(ids)") }
    #expect(dues.count >= 16)
  }
}
