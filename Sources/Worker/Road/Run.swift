import Synchronization
import TaskModel

/// One run of one task, from the gate to its settlement. Whoever takes its delivery settles it: the slot when the code
/// comes back, or the supervisor when it does not.
final class Run: Sendable {
  private struct State: ~Copyable {
    var delivery: Delivery?
    var cancelled: CancelReason?
    var watches: [Task<Void, Never>] = []
    var children: [JSONValue] = []
    var states = StateThrottle()
    var heldState: Task<Void, Never>?
  }

  /// More than these are not remembered of what one run sends: its result must stay small enough to be read.
  private static let childrenLimit = 1000

  let claimed: ClaimedMessage
  let options: TaskOptions
  let limit: TimeLimit
  let sharedLimits: SharedLimits?
  let startedAt: Timestamp
  /// On the clock that never jumps.
  let timerStart: Timestamp
  let acknowledgedEarly: Bool
  private let task: Task<Void, Never>?
  private let state: Mutex<State>

  /// - Parameter task: what is cancelled to cancel the run.
  init(
    _ delivery: consuming Delivery, options: TaskOptions, limit: TimeLimit, sharedLimits: SharedLimits? = nil,
    startedAt: Timestamp, timerStart: Timestamp, acknowledgedEarly: Bool, task: Task<Void, Never>?
  ) {
    claimed = delivery.claimed
    self.options = options
    self.limit = limit
    self.sharedLimits = sharedLimits
    self.startedAt = startedAt
    self.timerStart = timerStart
    self.acknowledgedEarly = acknowledgedEarly
    self.task = task
    state = Mutex(State(delivery: delivery, cancelled: nil))
  }

  var message: TaskMessage { claimed.message }
  var receipt: Receipt { claimed.receipt }
  var deliveryCount: Int { claimed.deliveryCount }

  /// Asks the code to end. The first reason stands, except that a hard limit replaces the soft one. Does nothing when the
  /// run is over. The slot gives up its task once it sees the reason, so a late cancellation cannot hit the next run.
  func cancel(_ reason: CancelReason) {
    let isRunning = state.withLock { state in
      guard state.delivery != nil else { return false }
      switch (state.cancelled, reason) {
      case (nil, _), (.softTimeLimit, .hardTimeLimit): state.cancelled = reason
      default: break
      }
      return true
    }
    if isRunning { task?.cancel() }
  }

  var cancelReason: CancelReason? { state.withLock { $0.cancelled } }

  var isOver: Bool { state.withLock { $0.delivery == nil } }

  /// A task that watches over this run; cancelled when the run is over, if not before.
  func attach(_ watch: Task<Void, Never>) {
    let isOver = state.withLock { state in
      if state.delivery != nil { state.watches.append(watch) }
      return state.delivery == nil
    }
    if isOver { watch.cancel() }
  }

  /// What the run has sent, by result tuples.
  var children: [JSONValue] { state.withLock { $0.children } }

  func note(child: JSONValue) {
    state.withLock { state in
      if state.children.count < Self.childrenLimit { state.children.append(child) }
    }
  }

  /// What is to be done with a state of the author's own; nil when the run is over.
  func offer(_ result: TaskResult, at now: Timestamp) -> StateThrottle.Answer? {
    state.withLock { state in state.delivery == nil ? nil : state.states.offer(result, at: now) }
  }

  func takeHeldState(at now: Timestamp) -> TaskResult? {
    state.withLock { state in state.delivery == nil ? nil : state.states.takeHeld(at: now) }
  }

  /// A task that stores what is held back when its time has come; cancelled when the run is over, if not before.
  func awaitHeldState(_ task: Task<Void, Never>) {
    let isOver = state.withLock { state in
      state.heldState = task
      return state.delivery == nil
    }
    if isOver { task.cancel() }
  }

  /// The latest state of the author's own.
  var latestState: TaskResult? { state.withLock { $0.states.latest } }

  /// The delivery, for the first who asks. With that the run is over.
  func takeDelivery() -> Delivery? {
    let delivery = state.withLock { $0.delivery.take() }
    let watches = state.withLock { state in
      defer { (state.watches, state.heldState) = ([], nil) }
      return state.watches + (state.heldState.map { [$0] } ?? [])
    }
    for watch in watches { watch.cancel() }
    return delivery
  }
}
