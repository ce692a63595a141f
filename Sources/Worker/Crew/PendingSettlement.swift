import Canvas
import TaskModel

/// A settlement on its way to the broker.
struct PendingSettlement: Sendable {
  var settlement: Settlement
  var message: TaskMessage?
  /// Whoever waits until the broker has it.
  var continuation: CheckedContinuation<Bool, Never>?
  /// How much of what the store had refused is left out already.
  private var omitted = Omission.nothing

  private enum Omission { case nothing, outcome, everything }

  init(settlement: Settlement, message: TaskMessage? = nil, continuation: CheckedContinuation<Bool, Never>? = nil) {
    self.settlement = settlement
    self.message = message
    self.continuation = continuation
  }

  /// Whether it says what became of a task that ran, or will not run. What only gives a message back says nothing, nor does
  /// an acknowledgement before the run, nor a state on the way.
  var isOutcome: Bool {
    switch settlement.disposition {
    case .requeue, .deferUntil, .waitForPlace: false
    case .acknowledge, .deadLetter: continuation == nil
    case .recordOnly: !isOnTheWay
    }
  }

  /// STARTED, a state of the author's own, or what is given back at the start: the run goes on.
  private var isOnTheWay: Bool {
    guard settlement.disposition == .recordOnly, settlement.followUps.isEmpty else { return false }
    guard let state = settlement.result?.state else { return !settlement.releases.isEmpty && message == nil }
    return !state.isFinal && state != .retry
  }

  /// What can still be said of an outcome that the store refuses: that it was refused, and that the task has failed, to those
  /// who wait for it; if that is refused too, only the former. The message is set aside, unless it was acknowledged before it
  /// ran. Nil when there is nothing left to leave out.
  func withoutOutcome(_ error: BackendError) -> PendingSettlement? {
    if omitted == .everything || isOnTheWay { return nil }
    var bare = self
    bare.omitted = omitted == .nothing && !settlement.followUps.isEmpty ? .outcome : .everything
    let failure = TaskFailure(type: "OutcomeRefused", message: error.description)
    bare.settlement.followUps = bare.omitted == .outcome ? fallout(of: failure) : FollowUps()
    if settlement.disposition != .recordOnly {
      bare.settlement.disposition = .deadLetter(.rejected, detail: error.description)
    }
    bare.settlement.result?.state = .failure
    bare.settlement.result?.value = .null
    bare.settlement.result?.failure = failure
    return bare
  }

  private func fallout(of failure: TaskFailure) -> FollowUps {
    let result = settlement.result
    guard let message, let now = result?.doneAt ?? settlement.followUps.chordParts.first?.doneAt else {
      return FollowUps()
    }
    let context = LaunchContext(now: now, origin: result?.worker, expires: result?.expires) { _ in message.queue }
    return Canvas.afterFailure(of: message, failure, in: context).followUps
  }
}
