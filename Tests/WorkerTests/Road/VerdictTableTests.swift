import TaskModel
import Testing

@testable import Worker

/// Every row of the table in ``VerdictTable``.
@Suite struct VerdictTableTests {
  private let boom = TaskFailure(type: "Boom", message: "it broke", details: "the last line")

  private func table(
    _ taskOptions: TaskOptions? = TaskOptions(), early: Bool = false, options: WorkerOptions = Samples.options(),
    deliveryCount: Int = 1, adjust: (inout TaskMessage) -> Void = { _ in }
  ) -> VerdictTable {
    VerdictTable(
      options: options, claimed: Samples.claimed(deliveryCount: deliveryCount, adjust: adjust),
      taskOptions: taskOptions, now: Samples.now, startedAt: Samples.now - .seconds(3), wasAcknowledgedEarly: early)
  }

  private func decide(
    _ table: VerdictTable, _ outcome: RunOutcome, _ reason: CancelReason? = nil
  ) -> Verdict {
    var generator = SeededGenerator(seed: 1)
    return table.decide(outcome, cancelled: reason, using: &generator)
  }

  @Test(arguments: [false, true]) func aRunThatReturnedIsASuccess(early: Bool) {
    let verdict = decide(table(early: early), .returned("done"))
    #expect(verdict.disposition == (early ? .recordOnly : .acknowledge))
    #expect(verdict.outcome == .succeeded("done"))
    #expect(verdict.followUps.messages.isEmpty)
    #expect(
      verdict.result
        == TaskResult(
          id: "id7", state: .success, value: "done", task: "send", queue: .standard, worker: "celery@test",
          startedAt: Samples.now - .seconds(3), doneAt: Samples.now, expires: Samples.now + .days(1)))
  }

  @Test(arguments: [
    CancelReason.softTimeLimit(.seconds(1)), .hardTimeLimit(.seconds(1)), .revoked, .stopping,
  ])
  func whatCameBackWithAValueIsASuccessWhateverItWasTold(_ reason: CancelReason) {
    #expect(decide(table(), .returned(1), reason).outcome == .succeeded(1))
  }

  @Test(arguments: [false, true]) func aFailureWithoutAPolicyIsFinal(early: Bool) {
    let verdict = decide(table(early: early), .failed(boom))
    #expect(verdict.disposition == (early ? .recordOnly : .acknowledge))
    #expect(verdict.outcome == .failed(boom))
    #expect(verdict.result?.state == .failure && verdict.result?.failure == boom)
    #expect(verdict.followUps.messages.isEmpty)
  }

  @Test(arguments: [false, true]) func aFailureWithAttemptsLeftSendsItselfAgain(early: Bool) throws {
    let options = TaskOptions(retry: .fixed(attempts: 3, pause: .seconds(60)))
    let table = table(options, early: early) {
      $0.retries = 1
      $0.priority = Priority(6)
      $0.headers = ["trace": "t1"]
    }
    let verdict = decide(table, .failed(boom))
    #expect(verdict.disposition == (early ? .recordOnly : .acknowledge))
    #expect(verdict.outcome == .retried(boom, in: .seconds(60)))
    #expect(verdict.result?.state == .retry && verdict.result?.failure == boom && verdict.result?.retries == 1)
    var expected = table.claimed.message
    expected.retries = 2
    expected.eta = Samples.now + .seconds(60)
    expected.parentID = expected.id
    #expect(verdict.followUps.messages == [expected])
  }

  @Test func attemptsThatRanOutMakeTheFailureFinal() {
    let options = TaskOptions(retry: .fixed(attempts: 3, pause: .seconds(60)))
    let verdict = decide(table(options) { $0.retries = 2 }, .failed(boom))
    #expect(verdict.outcome == .failed(boom) && verdict.followUps.messages.isEmpty)
    #expect(verdict.result?.retries == 2)
  }

  @Test(arguments: [Int.max, .max - 1, -1, .min]) func noCountOfRetriesFromOutsideTraps(_ retries: Int) {
    let options = TaskOptions(retry: .fixed(attempts: .max, pause: .seconds(1)))
    let verdict = decide(table(options) { $0.retries = retries }, .failed(boom))
    #expect(verdict.result?.state == (retries >= .max - 1 ? .failure : .retry))
  }

  @Test func aPauseOfNothingLeavesNoEta() {
    let options = TaskOptions(retry: .fixed(attempts: 3, pause: .zero))
    let verdict = decide(table(options) { $0.eta = Samples.now - .hours(1) }, .failed(boom))
    #expect(verdict.followUps.messages.map(\.eta) == [nil])
  }

  @Test func anErrorThatThePolicyLeavesOutIsFinal() {
    var policy = RetryPolicy.fixed(attempts: 3, pause: .seconds(1))
    policy.neverFor = ["Boom"]
    #expect(decide(table(TaskOptions(retry: policy)), .failed(boom)).outcome == .failed(boom))
  }

  @Test func argumentsThatDoNotFitFailTheTask() {
    let verdict = table().failed(boom)
    #expect(verdict.disposition == .acknowledge && verdict.outcome == .failed(boom))
  }

  // MARK: Asked for another attempt

  /// Countdown asked for, the task's policy, attempts made before: what follows.
  @Test(
    arguments: [
      (nil, .never, 0, .seconds(180)), (nil, .never, 2, .seconds(180)), (nil, .never, 3, nil),
      (.seconds(7), .never, 0, .seconds(7)), (.seconds(7), .never, 3, nil), (.zero, .never, 0, .zero),
      (nil, .fixed(attempts: 6, pause: .seconds(20)), 4, .seconds(20)),
      (.seconds(7), .fixed(attempts: 6, pause: .seconds(20)), 4, .seconds(7)),
      (.seconds(7), .fixed(attempts: 6, pause: .seconds(20)), 5, nil),
      (nil, RetryPolicy(attempts: 2, pause: .fixed(.seconds(20)), onlyFor: ["Other"]), 0, .seconds(20)),
      (nil, RetryPolicy(attempts: 2, pause: .fixed(.seconds(20)), neverFor: ["Retry"]), 0, .seconds(20)),
    ] as [(Duration?, RetryPolicy, Int, Duration?)])
  func aRequestForAnotherAttempt(_ countdown: Duration?, _ policy: RetryPolicy, _ retries: Int, _ pause: Duration?) {
    let request = RetryRequest(countdown: countdown, reason: "not yet")
    let verdict = decide(table(TaskOptions(retry: policy)) { $0.retries = retries }, .askedForRetry(request))
    if let pause {
      #expect(verdict.outcome == .retried(.retry("not yet"), in: pause))
      #expect(verdict.followUps.messages.map(\.retries) == [retries + 1])
      #expect(verdict.followUps.messages.map(\.eta) == [pause == .zero ? nil : Samples.now + pause])
      #expect(verdict.followUps.messages.map(\.id) == ["id7"])
    } else {
      var failure = TaskFailure.maxRetriesExceeded(Samples.claimed().message, reason: "not yet")
      #expect(verdict.outcome == .failed(failure))
      #expect(failure.message == "Can't retry send[id7] args:() kwargs:{}" && failure.details == "not yet")
      failure.details = nil
      #expect(failure.module == "celery.exceptions" && failure.arguments == [.string(failure.message)])
      #expect(verdict.followUps.messages.isEmpty)
    }
  }

  // MARK: Cancelled

  @Test(arguments: [
    (CancelReason.softTimeLimit(.milliseconds(1500)), "SoftTimeLimitExceeded", "soft time limit 1.5 s exceeded", []),
    (.hardTimeLimit(.seconds(2)), "TimeLimitExceeded", "time limit 2.0 s exceeded", [2]),
  ])
  func aLimitFailsTheRunAndKeepsItsLastWords(
    _ reason: CancelReason, _ type: String, _ message: String, _ arguments: [JSONValue]
  ) {
    let failure = TaskFailure(
      type: type, message: message, details: "the last line", module: "billiard.exceptions", arguments: arguments)
    #expect(decide(table(), .failed(boom), reason).outcome == .failed(failure))
    let retrying = TaskOptions(retry: .fixed(attempts: 2, pause: .seconds(5)))
    let retried = decide(table(retrying), .failed(boom), reason)
    #expect(retried.outcome == .retried(failure, in: .seconds(5)) && retried.followUps.messages.count == 1)
    // A task that asks for another attempt at its limit has met its limit.
    #expect(decide(table(), .askedForRetry(RetryRequest()), reason).result?.failure?.type == type)
  }

  @Test(arguments: [false, true]) func aRunThatWasRevokedEndsRevokedAndIsNotTriedAgain(early: Bool) {
    let options = TaskOptions(retry: .fixed(attempts: 9, pause: .zero))
    let verdict = decide(table(options, early: early), .failed(boom), .revoked)
    #expect(verdict.disposition == (early ? .recordOnly : .acknowledge))
    #expect(verdict.outcome == .revoked && verdict.followUps.messages.isEmpty)
    #expect(verdict.result?.state == .revoked)
    #expect(verdict.result?.failure == .revoked("terminated"))
  }

  @Test func aRunThatTheWorkerStoppedGoesBackUncounted() {
    let options = TaskOptions(retry: .fixed(attempts: 9, pause: .zero))
    let verdict = decide(table(options), .failed(boom), .stopping)
    #expect(verdict.disposition == .requeue(countsDelivery: false))
    #expect(verdict.outcome == .returned && verdict.followUps.messages.isEmpty && verdict.result == nil)
  }

  @Test func aRunThatWasAcknowledgedEarlyCannotGoBack() {
    let verdict = decide(table(early: true), .failed(boom), .stopping)
    #expect(verdict.disposition == .recordOnly)
    #expect(verdict.result?.failure?.type == "WorkerShutdown")
  }

  // MARK: Never ran

  @Test func whatIsRevokedOrExpiredIsAcknowledgedAndRevoked() {
    for (verdict, text) in [(table().revoked(), "revoked"), (table().expired(), "expired")] {
      #expect(verdict.disposition == .acknowledge && verdict.result?.state == .revoked)
      #expect(verdict.result?.failure == .revoked(text))
    }
    #expect(table().revoked().outcome == .revoked && table().expired().outcome == .expired)
  }

  @Test func whatIsNotDueIsDeferredWithoutAResult() {
    let eta = Samples.now + .hours(1)
    let verdict = table().notDue(eta)
    #expect(verdict.disposition == .deferUntil(eta) && verdict.outcome == .deferred(until: eta))
    #expect(verdict.result == nil && verdict.followUps.messages.isEmpty)
  }

  @Test func anUnknownTaskIsSetAsideAndFails() {
    let verdict = table(nil).unknownTask()
    let detail = "no task is registered under the name 'send'"
    #expect(verdict.disposition == .deadLetter(.unknownTask, detail: detail))
    #expect(verdict.outcome == .deadLettered(.unknownTask, detail: detail))
    #expect(verdict.result?.failure == .notRegistered("send"))
  }

  @Test func whatWasHandedOutTooOftenIsSetAsideAndFails() {
    let verdict = table(deliveryCount: 4).handedOutTooOften(3)
    guard case .deadLetter(.tooManyDeliveries, let detail) = verdict.disposition else {
      Issue.record("\(verdict.disposition)")
      return
    }
    #expect(detail.contains("3 times"))
    #expect(verdict.result?.failure?.type == "WorkerLostError")
  }

  // MARK: Results

  /// The message, the task, the worker: whether the result is ignored.
  @Test(
    arguments: [
      (nil, false, false, false), (nil, true, false, true), (nil, false, true, true), (nil, true, true, true),
      (false, true, true, false), (true, false, false, true),
    ] as [(Bool?, Bool, Bool, Bool)])
  func aResultIsIgnoredWhereItIsSaid(_ message: Bool?, _ task: Bool, _ worker: Bool, _ isIgnored: Bool) {
    let table = table(
      TaskOptions(ignoresResult: task), options: Samples.options { $0.ignoresResults = worker }
    ) { $0.ignoresResult = message }
    for verdict in [decide(table, .returned(1)), decide(table, .failed(boom)), table.expired()] {
      #expect((verdict.result == nil) == isIgnored)
    }
  }

  @Test func aResultIsKeptForTheTasksTimeOrTheWorkers() {
    let options = Samples.options { $0.resultExpires = .hours(2) }
    let own = decide(table(TaskOptions(resultExpires: .minutes(5)), options: options), .returned(1))
    #expect(own.result?.expires == Samples.now + .minutes(5))
    #expect(decide(table(options: options), .returned(1)).result?.expires == Samples.now + .hours(2))
    #expect(table(nil, options: options).unknownTask().result?.expires == Samples.now + .hours(2))
  }
}
