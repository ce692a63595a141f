import TaskModel

/// The one table that says how every way to end becomes an acknowledgement. Pure.
///
/// | the run | message | result | follow-up |
/// |---|---|---|---|
/// | returned | acknowledged | SUCCESS | |
/// | failed, attempts left | acknowledged | RETRY | itself, `retries` + 1, eta after the pause |
/// | failed for good | acknowledged | FAILURE | |
/// | at a time limit | as failed | as failed | |
/// | revoked, expired | acknowledged | REVOKED | |
/// | not due | deferred | | |
/// | unknown task | dead letter | FAILURE | |
/// | handed out too often | dead letter | FAILURE | |
/// | stopped by the worker | requeued, delivery not counted | | |
///
/// A task that acknowledges early was acknowledged before: it only records and publishes.
struct VerdictTable {
  let options: WorkerOptions
  let claimed: ClaimedMessage
  /// Nil for an unknown task.
  let taskOptions: TaskOptions?
  let now: Timestamp
  var startedAt: Timestamp?
  var wasAcknowledgedEarly = false

  private var message: TaskMessage { claimed.message }

  private var acknowledged: Settlement.Disposition { wasAcknowledgedEarly ? .recordOnly : .acknowledge }

  func decide(
    _ outcome: RunOutcome, cancelled reason: CancelReason?, using generator: inout some RandomNumberGenerator
  ) -> Verdict {
    if case .returned(let value) = outcome { return succeeded(value) }
    switch (reason, outcome) {
    case (.stopping, _): return stopped()
    case (.revoked, _): return revoked(reason: "terminated")
    case (.softTimeLimit(let limit), _):
      let failure = TaskFailure(
        type: "SoftTimeLimitExceeded", message: "soft time limit \(text(limit))", details: details(of: outcome))
      return retryOrFail(failure, using: &generator)
    case (.hardTimeLimit(let limit), _):
      let failure = TaskFailure(
        type: "TimeLimitExceeded", message: "time limit \(text(limit))", details: details(of: outcome))
      return retryOrFail(failure, using: &generator)
    case (nil, .askedForRetry(let request)): return askedForRetry(request, using: &generator)
    case (nil, .failed(let failure)): return retryOrFail(failure, using: &generator)
    case (nil, .returned(let value)): return succeeded(value)
    }
  }

  private func succeeded(_ value: JSONValue) -> Verdict {
    Verdict(disposition: acknowledged, result: result(.success, value: value), outcome: .succeeded(value))
  }

  func failed(_ failure: TaskFailure) -> Verdict {
    Verdict(disposition: acknowledged, result: result(.failure, failure: failure), outcome: .failed(failure))
  }

  private func retryOrFail(_ failure: TaskFailure, using generator: inout some RandomNumberGenerator) -> Verdict {
    let policy = taskOptions?.retry ?? .never
    guard let pause = policy.pause(afterFailure: failure.type, retries: message.retries, using: &generator) else {
      return failed(failure)
    }
    return retried(failure, after: pause)
  }

  /// A task may ask for another attempt whatever its policy says of errors, as long as attempts are left; without a policy
  /// it has Celery's three retries and 180 s between them (`Task.max_retries`, `default_retry_delay`).
  private func askedForRetry(
    _ request: RetryRequest, using generator: inout some RandomNumberGenerator
  ) -> Verdict {
    let failure = TaskFailure(type: "RetryRequest", message: request.reason)
    let own = taskOptions?.retry ?? .never
    var policy = own.attempts > 1 ? own : .fixed(attempts: 4, pause: .seconds(180))
    (policy.onlyFor, policy.neverFor) = ([], [])
    guard let pause = policy.pause(afterFailure: failure.type, retries: message.retries, using: &generator) else {
      return failed(TaskFailure(type: "MaxRetriesExceeded", message: request.reason))
    }
    return retried(failure, after: request.countdown ?? pause)
  }

  private func retried(_ failure: TaskFailure, after pause: Duration) -> Verdict {
    var next = message
    next.retries += 1
    next.eta = pause > .zero ? now + pause : nil
    return Verdict(
      disposition: acknowledged, publish: [next], result: result(.retry, failure: failure),
      outcome: .retried(failure, in: pause))
  }

  private func stopped() -> Verdict {
    if wasAcknowledgedEarly {
      return failed(TaskFailure(type: "WorkerShutdown", message: "the worker stopped while it ran"))
    }
    return Verdict(disposition: .requeue(countsDelivery: false), outcome: .returned)
  }

  func revoked(reason: String = "revoked") -> Verdict {
    let failure = TaskFailure(type: "TaskRevokedError", message: reason)
    return Verdict(disposition: acknowledged, result: result(.revoked, failure: failure), outcome: .revoked)
  }

  func expired() -> Verdict {
    let failure = TaskFailure(type: "TaskRevokedError", message: "expired")
    return Verdict(disposition: acknowledged, result: result(.revoked, failure: failure), outcome: .expired)
  }

  func notDue(_ eta: Timestamp) -> Verdict {
    Verdict(disposition: .deferUntil(eta), outcome: .deferred(until: eta))
  }

  func unknownTask() -> Verdict {
    let detail = "no task is registered under the name '\(message.task)'"
    return setAside(.unknownTask, detail, TaskFailure(type: "NotRegistered", message: message.task.rawValue))
  }

  func handedOutTooOften(_ maximum: Int) -> Verdict {
    let detail =
      "handed out \(claimed.deliveryCount - 1) times without an outcome (at most \(maximum)): it takes its worker down"
    return setAside(.tooManyDeliveries, detail, TaskFailure(type: "WorkerLostError", message: detail))
  }

  private func setAside(_ reason: DeadLetter.Reason, _ detail: String, _ failure: TaskFailure) -> Verdict {
    Verdict(
      disposition: .deadLetter(reason, detail: detail), result: result(.failure, failure: failure),
      outcome: .deadLettered(reason, detail: detail))
  }

  private func result(_ state: TaskState, value: JSONValue = .null, failure: TaskFailure? = nil) -> TaskResult? {
    if message.ignoresResult ?? (taskOptions?.ignoresResult == true || options.ignoresResults) { return nil }
    return TaskResult(
      id: message.id, state: state, value: value, failure: failure, task: message.task, queue: message.queue,
      worker: options.node.name, retries: message.retries, startedAt: startedAt, doneAt: now,
      expires: now + (taskOptions?.resultExpires ?? options.resultExpires))
  }

  /// What a run that was told to end had to say, such as the last lines of a command.
  private func details(of outcome: RunOutcome) -> String? {
    if case .failed(let failure) = outcome { failure.details } else { nil }
  }

  private func text(_ duration: Duration) -> String { "\(duration.inSeconds) s exceeded" }
}
