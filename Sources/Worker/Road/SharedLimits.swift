import TaskModel

/// What one message needs of the limits that all workers share, and what it gives back in the end. Pure. Most messages have
/// nothing to do with any.
struct SharedLimits: Sendable {
  private let task: TaskID
  /// The message's own, or else what the task's options make of it.
  private let claim: UniqueClaim?
  /// Whether nobody has asked for its key yet: it was sent by someone who does not know the task, such as a Celery client,
  /// and runs for the first time.
  private let isUnclaimed: Bool
  private let concurrency: SharedConcurrency?
  private let rate: SharedRate?

  /// - Parameter bound: asked for only where there are limits; nil where the arguments do not fit: then only what the message itself says is known.
  init?(_ message: TaskMessage, handler: (any TaskHandler)?, bound: @autoclosure () -> (any BoundTask)?) {
    let own = message.unique
    let options = handler?.options
    if own == nil && options?.hasSharedLimits != true { return nil }
    task = message.id
    rate = handler.flatMap { handler in
      handler.options.globalRateLimit.map { SharedRate(key: LimitKey.of(handler.name), limit: $0) }
    }
    guard let handler, let bound = bound() else {
      (claim, isUnclaimed, concurrency) = (own, false, nil)
      return
    }
    concurrency = handler.options.concurrencyLimit.map {
      SharedConcurrency(key: bound.concurrencyKey ?? LimitKey.of(handler.name), limit: $0.count)
    }
    claim =
      own
      ?? handler.options.unique?.claim(bound.uniqueKey ?? LimitKey.of(handler.name, message.arguments))
    isUnclaimed = own == nil && message.retries == 0
  }

  /// What is asked before the run; nil when there is nothing to ask.
  func request(by node: NodeIdentity) -> AdmissionRequest? {
    let claim = isUnclaimed ? claim : nil
    if rate == nil && concurrency == nil && claim == nil { return nil }
    return AdmissionRequest(task: task, node: node, rate: rate, concurrency: concurrency, unique: claim)
  }

  /// What it waits for when all places are taken.
  var place: SharedConcurrency? { concurrency }

  /// What is given back when the run begins.
  var releasesAtStart: [LimitRelease] { claim?.end == .start ? key : [] }

  /// What is given back with a verdict. What goes on under its id takes the key along.
  func releases(with verdict: inout Verdict) -> [LimitRelease] {
    switch verdict.outcome {
    case .deferred: []
    case .requeued, .returned: places
    case .retried, .replaced: places + (hand(to: &verdict.followUps.messages) ? [] : key)
    case .succeeded, .failed, .ignored, .revoked, .expired, .duplicate, .deadLettered: places + key
    }
  }

  private var places: [LimitRelease] { concurrency.map { [.concurrency(key: $0.key, holder: task)] } ?? [] }

  private var key: [LimitRelease] {
    guard let claim, claim.end != .period else { return [] }
    return [.unique(key: claim.key, holder: task)]
  }

  /// False when none of them has its id. A claim that ended with the start is not made again.
  private func hand(to messages: inout [TaskMessage]) -> Bool {
    guard let claim, let index = messages.firstIndex(where: { $0.id == task }) else { return false }
    messages[index].unique = claim.end == .start ? nil : claim
    return true
  }
}

extension TaskOptions {
  fileprivate var hasSharedLimits: Bool { unique != nil || concurrencyLimit != nil || globalRateLimit != nil }
}
