import ProcessTesting
import TaskModel
import Testing

/// Celery workers and tasksd nodes on the same queues, and deaths among them.
@Suite(.interop) struct MixedFleetTests {
  /// Celery's settings for taking back what a dead worker held.
  private static let late: JSONObject = ["task_acks_late": true, "task_reject_on_worker_lost": true]

  @Test func killedNodesLoseNothing() async throws {
    try await Fleet.visit { fleet in
      let items = 0..<1000
      let ledger = try await Ledger("ledger", of: fleet)
      try await fleet.send(items, seconds: 0.02)
      let celery = [
        try await fleet.worker(.python, "celery-one", settings: Self.late),
        try await fleet.worker(.python, "celery-two", settings: Self.late),
      ]
      var nodes = ["one": try await fleet.node("one"), "two": try await fleet.node("two")]
      var killed: Set<Int32> = []
      for (count, name) in [(200, "one"), (500, "two"), (800, "one"), (1200, "two")] {
        try await ledger.wait(forLines: count)
        guard let node = nodes[name] else { continue }
        killed.insert(node.processID)
        await node.kill9()
        nodes[name] = try await fleet.node(name)
      }
      try await ledger.waitForEnd(of: items)
      try await fleet.waitUntilDrained()
      let account = ledger.account(of: items, killed: killed)
      print("mixed fleet, tasksd killed 4 times: \(account)")
      #expect(account.lost.isEmpty && account.doubled.isEmpty, "\(account)")
      #expect(account.shares.count == 2, "both kinds had a share: \(account)")
      for worker in celery { #expect(await worker.stop() == .code(0)) }
      for node in nodes.values { #expect(await node.stop() == .code(0)) }
    }
  }

  /// What Celery had popped and not yet noted down when it was killed is in no key of Redis any more, and no other worker
  /// can help it: these, a few at most, never began. Everything else is accounted for.
  @Test func eachKindIsKilledInTurn() async throws {
    try await Fleet.visit { fleet in
      let items = 0..<800
      let ledger = try await Ledger("ledger", of: fleet)
      try await fleet.send(items, seconds: 0.02)
      let names = ["one", "celery-one", "two", "celery-two"]
      var fleetNodes: [String: Node] = [:]
      for name in names { fleetNodes[name] = try await fleet.member(name, celery: Self.late) }
      var killed: Set<Int32> = []
      for (index, name) in names.enumerated() {
        try await ledger.wait(forLines: 250 * (index + 1))
        guard let node = fleetNodes[name] else { continue }
        killed.insert(node.processID)
        await node.kill9()
        fleetNodes[name] = try await fleet.member(name, celery: Self.late)
      }
      try await fleet.waitUntilTaken()
      for node in fleetNodes.values { #expect(await node.stop() == .code(0)) }
      // What is left in hand is the dead Celery workers'.
      try await fleet.letAnHourPass()
      let last = try await fleet.node("last")
      try await fleet.waitUntilDrained()
      let account = ledger.account(of: items, killed: killed)
      print("mixed fleet, each kind killed twice, Celery under load: \(account)")
      #expect(account.doubled.isEmpty, "\(account)")
      #expect(account.lost.count <= 8 && ledger.begins.allSatisfy { !account.lost.contains($0.item) }, "\(account)")
      #expect(await last.stop() == .code(0))
    }
  }

  /// Celery loses what it has just popped when it is killed, whoever works beside it; so it is killed when its slots are
  /// full, and it pops nothing.
  @Test func whatAKilledCeleryWorkerHeldIsTakenBack() async throws {
    try await Fleet.visit { fleet in
      let celery = try await fleet.worker(.python, "celery-one", settings: Self.late)
      let ledger = try await Ledger("ledger", of: fleet)
      try await fleet.send(0..<2, gate: "gate")
      try await ledger.wait(forLines: 2)
      let killed = celery.processID
      await celery.kill9()
      try await fleet.letAnHourPass()
      try await fleet.openGates("gate")
      let node = try await fleet.node("one")
      try await ledger.waitForEnd(of: 0..<2)
      try await fleet.waitUntilDrained()
      let account = ledger.account(of: 0..<2, killed: [killed])
      #expect(account.lost.isEmpty && account.doubled.isEmpty && account.repeated == 2, "\(account)")
      #expect(account.shares == ["tasksd": 2])
      await node.stop()
    }
  }

  @Test func whatAKilledNodeHeldIsTakenBackByACeleryWorker() async throws {
    try await Fleet.visit { fleet in
      let node = try await fleet.node("one")
      let ledger = try await Ledger("ledger", of: fleet)
      try await fleet.send(0..<2, gate: "gate")
      try await ledger.wait(forLines: 2)
      let killed = node.processID
      await node.kill9()
      try await fleet.letAnHourPass()
      try await fleet.openGates("gate")
      let celery = try await fleet.worker(.python, "celery-one", settings: Self.late)
      try await ledger.waitForEnd(of: 0..<2)
      try await fleet.waitUntilDrained()
      let account = ledger.account(of: 0..<2, killed: [killed])
      #expect(account.lost.isEmpty && account.doubled.isEmpty && account.repeated == 2, "\(account)")
      #expect(account.shares == ["python": 2])
      await celery.stop()
    }
  }

  @Test func aNodesWorkIsTakenOverWithinItsLease() async throws {
    try await Fleet.visit { fleet in
      let node = try await fleet.node("one")
      let ledger = try await Ledger("ledger", of: fleet)
      try await fleet.send(0..<2, gate: "gate")
      try await ledger.wait(forLines: 2)
      let other = try await fleet.node("two")
      let killed = node.processID
      await node.kill9()
      try await fleet.openGates("gate")
      try await ledger.waitForEnd(of: 0..<2)
      let account = ledger.account(of: 0..<2, killed: [killed])
      #expect(account.lost.isEmpty && account.doubled.isEmpty && account.repeated == 2, "\(account)")
      await other.stop()
    }
  }

  /// Celery runs it once more at each passing of the timeout.
  @Test func anETABeyondTheVisibilityTimeoutRunsOnce() async throws {
    try await Fleet.visit { fleet in
      let nodes = [
        try await fleet.node("one", options: "visibility_timeout = 1s"),
        try await fleet.node("two", options: "visibility_timeout = 1s"),
      ]
      let ledger = try await Ledger("ledger", of: fleet)
      _ = try await fleet.python("for item in range(4): record.apply_async(('ledger', item), countdown=3)")
      try await ledger.waitForEnd(of: 0..<4)
      try await fleet.waitUntilDrained()
      #expect(ledger.begins.count == 4)
      for node in nodes { await node.stop() }
    }
  }

  @Test func aWarmStopGivesBackWhatHasNotBegun() async throws {
    try await Fleet.visit { fleet in
      let items = 0..<200
      let ledger = try await Ledger("ledger", of: fleet)
      try await fleet.send(items, seconds: 0.02)
      let node = try await fleet.node("one")
      try await ledger.wait(forLines: 20)
      #expect(await node.stop() == .code(0))
      let celery = try await fleet.worker(.python, "celery-one")
      try await ledger.waitForEnd(of: items)
      let account = ledger.account(of: items, killed: [])
      #expect(account.lost.isEmpty && account.doubled.isEmpty, "\(account)")
      await celery.stop()
    }
  }
}
