import Canvas
import TaskModel

/// The one table that says how every way to end becomes an acknowledgement. Pure.
///
/// | the run | message | result | follow-up |
/// |---|---|---|---|
/// | returned | acknowledged | SUCCESS | callbacks, next of its chain, part of its chord |
/// | failed, attempts left | acknowledged | RETRY | itself, `retries` + 1, eta after the pause |
/// | failed for good | acknowledged | FAILURE | part of its chord, end of its chain, errbacks |
/// | at a time limit | as failed | as failed | as failed |
/// | revoked, expired | acknowledged | REVOKED | part of its chord, end of its chain |
/// | replaced | acknowledged | | what replaces it |
/// | ignored | acknowledged | | |
/// | rejected | dead letter | FAILURE | as failed |
/// | rejected, to be requeued | requeued | | |
/// | not due, over its rate | deferred | | |
/// | too many of its key run | deferred until a place is free | | |
/// | another holds its key | acknowledged | REVOKED | part of its chord, end of its chain |
/// | unknown task | dead letter | FAILURE | as failed |
/// | handed out too often | dead letter | FAILURE | as failed |
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
  /// What the run itself has sent, by result tuples.
  var sent: [JSONValue] = []

  var message: TaskMessage { claimed.message }

  private var acknowledged: Settlement.Disposition { wasAcknowledgedEarly ? .recordOnly : .acknowledge }

  func decide(
    _ outcome: RunOutcome, cancelled reason: CancelReason?, using generator: inout some RandomNumberGenerator
  ) -> Verdict {
    switch outcome {
    // The code has decided, whatever it was told meanwhile.
    case .returned(let value): return succeeded(value)
    case .askedForReplacement(let request): return replaced(request)
    case .rejected(let request): return rejected(request)
    case .ignored: return Verdict(disposition: acknowledged, outcome: .ignored)
    case .failed, .askedForRetry: break
    }
    switch (reason, outcome) {
    case (.stopping, _): return stopped()
    case (.revoked, _): return revoked(reason: "terminated")
    case (.softTimeLimit(let limit), _):
      return retryOrFail(.softTimeLimit(limit, details: details(of: outcome)), using: &generator)
    case (.hardTimeLimit(let limit), _):
      return retryOrFail(.timeLimit(limit, details: details(of: outcome)), using: &generator)
    case (nil, .askedForRetry(let request)): return askedForRetry(request, using: &generator)
    case (nil, .failed(let failure)): return retryOrFail(failure, using: &generator)
    case (nil, _): return Verdict(disposition: acknowledged, outcome: .ignored)
    }
  }

  private func succeeded(_ value: JSONValue) -> Verdict {
    do throws(CanvasError) {
      let ending = try Canvas.afterSuccess(of: message, value: value, in: context)
      return Verdict(
        disposition: acknowledged, followUps: ending.followUps,
        result: result(.success, value: value, children: ending.children), outcome: .succeeded(value))
    } catch {
      return failed(.improperlyConfigured(error))
    }
  }

  func failed(_ failure: TaskFailure) -> Verdict {
    let (failure, followUps) = fallout(of: failure)
    return Verdict(
      disposition: acknowledged, followUps: followUps, result: result(.failure, failure: failure),
      outcome: .failed(failure))
  }

  /// What the failure takes with it; what cannot be told of it is told with the failure.
  private func fallout(of failure: TaskFailure) -> (TaskFailure, FollowUps) {
    let ending = Canvas.afterFailure(of: message, failure, in: context)
    return (failure.adding(details: ending.problems.map { "not told: \($0)" }), ending.followUps)
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
    let failure = TaskFailure.retry(request.reason)
    let own = taskOptions?.retry ?? .never
    var policy = own.attempts > 1 ? own : .fixed(attempts: 4, pause: .seconds(180))
    (policy.onlyFor, policy.neverFor) = ([], [])
    guard let pause = policy.pause(afterFailure: failure.type, retries: message.retries, using: &generator) else {
      return failed(.maxRetriesExceeded(message, reason: request.reason))
    }
    return retried(failure, after: request.countdown ?? pause)
  }

  /// The same message, with all that hangs on it. A task that nobody sent is its own parent from now on, as in Celery.
  private func retried(_ failure: TaskFailure, after pause: Duration) -> Verdict {
    var next = message
    next.retries += 1
    next.eta = pause > .zero ? now + pause : nil
    next.parentID = message.parentID ?? message.id
    let child: JSONValue = [[.string(message.id.rawValue), .null], .null]
    return Verdict(
      disposition: acknowledged, followUps: FollowUps(messages: [next]),
      result: result(.retry, failure: failure, children: [child]), outcome: .retried(failure, in: pause))
  }

  private func replaced(_ request: ReplaceRequest) -> Verdict {
    do throws(CanvasError) {
      let signature = try Signature(json: request.signature)
      let ending = try Canvas.replacement(of: message, with: signature, in: context)
      return Verdict(disposition: acknowledged, followUps: ending.followUps, outcome: .replaced)
    } catch {
      return failed(.improperlyConfigured(error))
    }
  }

  /// To be requeued it counts as delivered, so that what nobody wants is set aside in the end.
  private func rejected(_ request: RejectRequest) -> Verdict {
    guard request.requeue else { return setAside(.rejected, request.reason, .rejected(request.reason)) }
    if wasAcknowledgedEarly {
      return Verdict(
        disposition: .recordOnly, followUps: FollowUps(messages: [message]), outcome: .requeued(request.reason))
    }
    return Verdict(disposition: .requeue(countsDelivery: true), outcome: .requeued(request.reason))
  }

  private func stopped() -> Verdict {
    if wasAcknowledgedEarly {
      return failed(TaskFailure(type: "WorkerShutdown", message: "the worker stopped while it ran"))
    }
    return Verdict(disposition: .requeue(countsDelivery: false), outcome: .returned)
  }

  func revoked(reason: String = "revoked") -> Verdict { revoked(.revoked(reason), .revoked) }

  func expired() -> Verdict { revoked(.revoked("expired"), .expired) }

  private func revoked(_ failure: TaskFailure, _ outcome: TaskEnding.Outcome) -> Verdict {
    let ending = Canvas.afterRevocation(of: message, failure, in: context)
    return Verdict(
      disposition: acknowledged, followUps: ending.followUps, result: result(.revoked, failure: failure),
      outcome: outcome)
  }

  /// Not yet: before its eta, or before the slot that its rate limit gives it.
  func notDue(_ eta: Timestamp) -> Verdict {
    Verdict(disposition: .deferUntil(eta), outcome: .deferred(until: eta))
  }

  /// As many as may run at once do run. It is looked at again when it expires, if that comes first.
  func waits(for place: SharedConcurrency, atLatest latest: Timestamp) -> Verdict {
    let latest = min(latest, message.expires ?? latest)
    return Verdict(disposition: .waitForPlace(place, atLatest: latest), outcome: .deferred(until: latest))
  }

  func duplicate(of holder: TaskID) -> Verdict { revoked(.revoked("duplicate of \(holder)"), .duplicate(of: holder)) }

  func unknownTask() -> Verdict {
    let detail = "no task is registered under the name '\(message.task)'"
    return setAside(.unknownTask, detail, .notRegistered(message.task))
  }

  func handedOutTooOften(_ maximum: Int) -> Verdict {
    let detail =
      "handed out \(claimed.deliveryCount - 1) times without an outcome (at most \(maximum)): it takes its worker down"
    return setAside(.tooManyDeliveries, detail, .workerLost(detail))
  }

  private func setAside(_ reason: DeadLetter.Reason, _ detail: String, _ failure: TaskFailure) -> Verdict {
    let (failure, followUps) = fallout(of: failure)
    return Verdict(
      disposition: wasAcknowledgedEarly ? .recordOnly : .deadLetter(reason, detail: detail), followUps: followUps,
      result: result(.failure, failure: failure), outcome: .deadLettered(reason, detail: detail))
  }

  /// What a run that was told to end had to say, such as the last lines of a command.
  private func details(of outcome: RunOutcome) -> String? {
    if case .failed(let failure) = outcome { failure.details } else { nil }
  }
}
