import Canvas
import TaskModel
import Testing

@Suite struct RandomWorkflowTests {
  private func plan(_ seed: Int, failing: Double) -> Plan? {
    var random = SeededGenerator(seed: UInt64(seed))
    var number = 0
    let plan = Plan.random(depth: 4, failing: failing, using: &random, number: &number)
    return plan.isValid && !plan.isEmpty && number <= 60 ? plan : nil
  }

  @Test(arguments: 0..<30) func comesToWhatItsPartsComeTo(block: Int) throws {
    for seed in block * 15..<(block + 1) * 15 {
      guard let plan = plan(seed, failing: 0) else { continue }
      var simulator = Simulator(seed: UInt64(seed))
      let tuple = try simulator.run(plan.signature)
      #expect(simulator.outcome(of: tuple) == plan.outcome(), "seed \(seed): \(plan)")
    }
  }

  @Test(arguments: 0..<30) func nothingWaitsForWhatHasFailed(block: Int) throws {
    for seed in block * 15..<(block + 1) * 15 {
      guard let plan = plan(seed, failing: 0.15) else { continue }
      var simulator = Simulator(seed: UInt64(seed))
      let tuple = try simulator.run(plan.signature)
      let found = try #require(simulator.outcome(of: tuple), "seed \(seed): something never ends in \(plan)")
      #expect(agrees(found, plan.outcome()), "seed \(seed): \(plan)")
    }
  }

  /// A group that never ran has failed task by task.
  private func agrees(_ found: Outcome, _ expected: Outcome) -> Bool {
    switch (found, expected) {
    case (.several(let found), .several(let expected)):
      found.count == expected.count && zip(found, expected).allSatisfy { agrees($0, $1) }
    case (.several(let found), .failed): found.allSatisfy { agrees($0, .failed) }
    default: found == expected
    }
  }

  @Test(arguments: 0..<20) func whatIsLinkedToAChainFollowsOnce(block: Int) throws {
    for seed in block * 15..<(block + 1) * 15 {
      guard let plan = plan(seed, failing: 0.1) else { continue }
      let chain = Signature.chain([plan.signature, Signature("last")])
        .link(Signature("callback")).linkError(Signature("errback"))
      var simulator = Simulator(seed: UInt64(seed))
      _ = try simulator.run(chain)
      let value = plan.outcome().value
      let callbacks = simulator.runs.filter { $0.task == "callback" }
      let errbacks = simulator.runs.filter { $0.task == "errback" }
      #expect(callbacks.map(\.arguments.positional) == (value.map { [[.array(["last", $0])]] } ?? []), "seed \(seed)")
      #expect(errbacks.count == (value == nil ? 1 : 0), "seed \(seed): \(plan)")
    }
  }
}
