@testable import CommandTasks
import Testing

@Suite struct GroupSupervisionTests {
  private let start = ContinuousClock.now

  private func supervision(hard: Duration? = nil, grace: Duration = .seconds(5)) -> GroupSupervision {
    GroupSupervision(startedAt: start, hardLimit: hard, killGrace: grace)
  }

  @Test func anUndisturbedRunIsOverWithItsLeader() {
    var run = supervision()
    #expect(run.nextDeadline == nil && !run.isOver)
    run.outputHasEnded()
    #expect(!run.isOver)
    run.leaderHasEnded()
    #expect(run.isOver && run.stopReason == nil)
  }

  @Test func stoppingIsTERMThenKILL() {
    var run = supervision()
    #expect(run.stopWasAsked(at: start + .seconds(10)) == .terminate)
    #expect(run.stopWasAsked(at: start + .seconds(11)) == nil)
    #expect(run.nextDeadline == start + .seconds(15))
    #expect(run.advance(to: start + .seconds(14)) == nil)
    #expect(run.advance(to: start + .seconds(15)) == .kill)
    #expect(run.advance(to: start + .seconds(99)) == nil)
    #expect(run.nextDeadline == nil && !run.isOver && run.stopReason == .told)
    run.leaderHasEnded()
    #expect(run.isOver)
  }

  @Test func theHardLimitShortensTheGrace() {
    var run = supervision(hard: .seconds(12))
    #expect(run.stopWasAsked(at: start + .seconds(10)) == .terminate)
    #expect(run.nextDeadline == start + .seconds(12))
  }

  @Test(arguments: [(600, 595_000), (50, 45_000), (10, 9000), (2, 1800), (0, 0)])
  func theHardLimitLeavesTimeToCleanUp(hard: Int, term: Int) {
    var run = supervision(hard: .seconds(hard))
    #expect(run.nextDeadline == start + .milliseconds(term))
    #expect(run.advance(to: start + .milliseconds(term)) == .terminate)
    #expect(run.stopReason == .timeLimit)
    #expect(run.nextDeadline == start + .seconds(hard))
  }

  @Test func childrenKeepTheirGraceAfterTheLeader() {
    var run = supervision()
    _ = run.stopWasAsked(at: start)
    run.leaderHasEnded()
    #expect(!run.isOver)
    var other = run
    run.outputHasEnded()
    #expect(run.isOver)
    #expect(other.advance(to: start + .seconds(5)) == .kill)
    #expect(other.isOver)
  }

  @Test func whatHasEndedIsNotStopped() {
    var run = supervision(hard: .seconds(1))
    run.leaderHasEnded()
    #expect(run.stopWasAsked(at: start) == nil && run.advance(to: start + .seconds(9)) == nil)
    #expect(run.stopReason == nil)
  }

  @Test func strangeTimesAreHarmless() {
    var run = supervision(hard: .seconds(-5), grace: .seconds(-1))
    #expect(run.advance(to: start) == .terminate)
    #expect(run.advance(to: start) == .kill)
  }
}
