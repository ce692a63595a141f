import TaskModel
import Testing

@testable import Worker

@Suite struct GateTests {
  /// What can be wrong with a message, in the order in which the gate looks.
  enum Problem: Int, CaseIterable {
    case handedOutTooOften, expired, revoked, notDue, unknown, arguments
  }

  private func decide(_ problems: [Problem]) -> Gate.Decision {
    let claimed = Samples.claimed(deliveryCount: problems.contains(.handedOutTooOften) ? 4 : 1) { message in
      if problems.contains(.expired) { message.expires = Samples.now }
      if problems.contains(.notDue) { message.eta = Samples.now + .microseconds(1) }
    }
    let handler = Probe("send", refuses: problems.contains(.arguments) ? "to" : nil)
    return Gate(options: Samples.options(), now: Samples.now).decide(
      claimed, handler: problems.contains(.unknown) ? nil : handler, isRevoked: problems.contains(.revoked))
  }

  private func problem(in decision: Gate.Decision) -> Problem? {
    guard case .turnedAway(let verdict) = decision else { return nil }
    return switch verdict.outcome {
    case .deadLettered(.tooManyDeliveries, _): .handedOutTooOften
    case .expired: .expired
    case .revoked: .revoked
    case .deferred: .notDue
    case .deadLettered(.unknownTask, _): .unknown
    case .failed(let failure) where failure.type == "ArgumentError": .arguments
    default: nil
    }
  }

  @Test func aMessageWithoutProblemsRuns() {
    guard case .run = decide([]) else {
      Issue.record("it was turned away")
      return
    }
  }

  @Test(arguments: Problem.allCases) func eachProblemIsSeen(_ expected: Problem) {
    #expect(problem(in: decide([expected])) == expected)
  }

  @Test(arguments: Problem.allCases) func ofSeveralProblemsTheFirstInOrderDecides(_ first: Problem) {
    let rest = Problem.allCases.filter { $0.rawValue >= first.rawValue }
    #expect(problem(in: decide(rest)) == first)
  }

  @Test(arguments: [(Int?.none, 3, 3), (5, 3, 5), (1, 3, 1), (nil, 7, 7)])
  func theTasksOwnNumberOfDeliveriesWinsOverTheWorkers(own: Int?, configured: Int, allowed: Int) {
    let handler = Probe("send", options: TaskOptions(maxDeliveries: own))
    let gate = Gate(options: Samples.options { $0.maxDeliveries = configured }, now: Samples.now)
    let last = gate.decide(Samples.claimed(deliveryCount: allowed), handler: handler, isRevoked: false)
    #expect(problem(in: last) == nil)
    let oneMore = gate.decide(Samples.claimed(deliveryCount: allowed + 1), handler: handler, isRevoked: false)
    #expect(problem(in: oneMore) == .handedOutTooOften)
  }

  @Test func aMomentThatHasJustComeIsDueAndOneThatHasJustPassedIsExpired() {
    let gate = Gate(options: Samples.options(), now: Samples.now)
    let due = gate.decide(Samples.claimed { $0.eta = Samples.now }, handler: Probe("send"), isRevoked: false)
    #expect(problem(in: due) == nil)
    let valid = Samples.claimed { $0.expires = Samples.now + .microseconds(1) }
    #expect(problem(in: gate.decide(valid, handler: Probe("send"), isRevoked: false)) == nil)
  }

  /// Message, set while the worker runs, task, worker: each says 1 s, 2 s, 3 s, 4 s or nothing.
  @Test(arguments: 0..<16) func theNearestLimitIsInForce(_ said: Int) {
    let limits = (0..<4).map { place in
      said & (1 << place) == 0 ? TimeLimit() : TimeLimit(soft: .seconds(place + 1), hard: .seconds(10 * (place + 1)))
    }
    let handler = Probe("send", options: TaskOptions(timeLimit: limits[2]))
    let gate = Gate(options: Samples.options { $0.timeLimit = limits[3] }, now: Samples.now)
    let claimed = Samples.claimed { $0.timeLimit = limits[0] }
    guard case .run(_, _, let limit) = gate.decide(claimed, handler: handler, limit: limits[1], isRevoked: false) else {
      Issue.record("it was turned away")
      return
    }
    #expect(limit == limits.first { $0 != TimeLimit() } ?? TimeLimit())
  }

  @Test func softAndHardLimitsMayComeFromDifferentPlaces() {
    let handler = Probe("send", options: TaskOptions(timeLimit: TimeLimit(hard: .seconds(60))))
    let claimed = Samples.claimed { $0.timeLimit = TimeLimit(soft: .seconds(5)) }
    let decision = Gate(options: Samples.options(), now: Samples.now).decide(
      claimed, handler: handler, isRevoked: false)
    guard case .run(_, _, let limit) = decision else {
      Issue.record("it was turned away")
      return
    }
    #expect(limit == TimeLimit(soft: .seconds(5), hard: .seconds(60)))
  }
}
