import TaskModel
import Testing

@testable import Worker

@Suite struct RunOutcomeTests {
  private struct Odd: Error {}
  private enum Gateway: Error { case refused(code: Int) }

  @Test func anErrorOfTheAuthorsKeepsItsTypeAndText() {
    guard case .failed(let odd) = RunOutcome(error: Odd()),
      case .failed(let refused) = RunOutcome(error: Gateway.refused(code: 4))
    else {
      Issue.record("it is no failure")
      return
    }
    #expect(odd == TaskFailure(type: "Odd", message: "Odd()"))
    #expect(refused == TaskFailure(type: "Gateway", message: "refused(code: 4)"))
  }

  @Test func aTaskFailureStaysAsItIs() {
    let failure = TaskFailure(type: "Boom", message: "it broke", details: "line 3")
    guard case .failed(let kept) = RunOutcome(error: failure) else {
      Issue.record("it is no failure")
      return
    }
    #expect(kept == failure)
  }

  @Test func aRequestForAnotherAttemptIsNoFailure() {
    guard case .askedForRetry(let request) = RunOutcome(error: RetryRequest(countdown: .seconds(2), reason: "busy"))
    else {
      Issue.record("it is no request")
      return
    }
    #expect(request.countdown == .seconds(2) && request.reason == "busy")
  }

  @Test func aCancellationIsAFailureLikeOthers() {
    guard case .failed(let failure) = RunOutcome(error: CancellationError()) else {
      Issue.record("it is no failure")
      return
    }
    #expect(failure.type == "CancellationError")
  }
}
