import TaskModel

/// A settlement on its way to the broker.
struct PendingSettlement: Sendable {
  var settlement: Settlement
  var message: TaskMessage?
  /// Whoever waits until the broker has it.
  var continuation: CheckedContinuation<Bool, Never>?
  /// What the store had refused is left out already.
  private var isBare = false

  init(settlement: Settlement, message: TaskMessage? = nil, continuation: CheckedContinuation<Bool, Never>? = nil) {
    self.settlement = settlement
    self.message = message
    self.continuation = continuation
  }

  /// Whether it says what became of a task that ran, or will not run. What only gives a message back says nothing, nor does
  /// an acknowledgement before the run, nor the state STARTED.
  var isOutcome: Bool {
    switch settlement.disposition {
    case .requeue, .deferUntil: false
    case .acknowledge, .deadLetter: continuation == nil
    case .recordOnly: settlement.result?.state != .started
    }
  }

  /// What can still be said of an outcome that the store refuses: that it was refused. The message is set aside, unless it
  /// was acknowledged before it ran. Nil when there is nothing left to leave out.
  func withoutOutcome(_ error: BackendError) -> PendingSettlement? {
    if isBare || settlement.result?.state == .started { return nil }
    var bare = self
    bare.isBare = true
    bare.settlement.publish = []
    if settlement.disposition != .recordOnly {
      bare.settlement.disposition = .deadLetter(.rejected, detail: error.description)
    }
    bare.settlement.result?.state = .failure
    bare.settlement.result?.value = .null
    bare.settlement.result?.failure = TaskFailure(type: "OutcomeRefused", message: error.description)
    return bare
  }
}
