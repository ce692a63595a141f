import Synchronization
import TaskModel

/// Brings settlements to the broker, all that are waiting in one batch, then all that came meanwhile: batches grow under
/// load and add no delay when idle. Keeps what it holds while the broker is away, until it is told to give up.
final class Settler: Sendable {
  private struct State {
    var pending: [PendingSettlement] = []
    /// Being brought to the broker.
    var underway = 0
    var isEnding = false
    var hasEnded = false
    var givesUp = false
  }

  private enum Step {
    case bring([PendingSettlement])
    case wait
    case end
  }

  private let state = Mutex(State())
  /// Rings when there is something to bring.
  private let bell = Bell()
  /// Cuts the pause between two tries short.
  private let hurry = Bell()
  private let broker: any Broker
  private let node: NodeIdentity
  private let timer: any WallClock
  private let health: BrokerHealth
  private let load: Load
  private let report: @Sendable (WorkerEvent) -> Void

  init(
    broker: any Broker, node: NodeIdentity, timer: any WallClock, health: BrokerHealth, load: Load,
    report: @escaping @Sendable (WorkerEvent) -> Void
  ) {
    self.broker = broker
    self.node = node
    self.timer = timer
    self.health = health
    self.load = load
    self.report = report
  }

  /// Hands over and goes on.
  func submit(_ settlement: Settlement, of message: TaskMessage?) {
    add(PendingSettlement(settlement: settlement, message: message))
  }

  func submit(_ settlements: [(Settlement, TaskMessage?)]) {
    add(settlements.map { PendingSettlement(settlement: $0, message: $1) })
  }

  /// Stores a state on the way, without settling anything.
  func record(_ result: TaskResult, receipt: Receipt) {
    add(PendingSettlement(settlement: Settlement(receipt: receipt, disposition: .recordOnly, result: result)))
  }

  /// Gives back what a run does not need any more, without settling anything.
  func release(_ releases: [LimitRelease], receipt: Receipt) {
    add(PendingSettlement(settlement: Settlement(receipt: receipt, disposition: .recordOnly, releases: releases)))
  }

  /// Waits until the broker has it. False: it does not, or this node no longer held the message.
  func settle(_ settlement: Settlement, of message: TaskMessage) async -> Bool {
    await withCheckedContinuation { continuation in
      add(PendingSettlement(settlement: settlement, message: message, continuation: continuation))
    }
  }

  /// In one batch, so that what goes back to its queue keeps its order.
  private func add(_ new: [PendingSettlement]) {
    if new.isEmpty { return }
    let isLate = state.withLock { state in
      if !state.hasEnded { state.pending.append(contentsOf: new) }
      return state.hasEnded
    }
    if isLate { drop(new) } else { bell.ring() }
  }

  /// Without an array around it: this is on the road of every task.
  private func add(_ new: PendingSettlement) {
    let isLate = state.withLock { state in
      if !state.hasEnded { state.pending.append(new) }
      return state.hasEnded
    }
    if isLate { drop([new]) } else { bell.ring() }
  }

  /// Lets `run` return when everything is settled or given up.
  func end() {
    state.withLock { $0.isEnding = true }
    bell.ring()
  }

  /// From now on everything is tried once more, and dropped if the broker is away then: the node leaves, and its messages
  /// go back to their queues.
  func giveUp() {
    state.withLock { $0.givesUp = true }
    hurry.ring()
  }

  private var givesUp: Bool { state.withLock { $0.givesUp } }

  func run() async {
    while true {
      switch nextStep() {
      case .bring(let batch): await bring(batch)
      case .wait: await bell.wait()
      case .end: return
      }
    }
  }

  private func nextStep() -> Step {
    state.withLock { state in
      if state.pending.isEmpty {
        state.hasEnded = state.isEnding
        return state.isEnding ? .end : .wait
      }
      defer { state.pending = [] }
      state.underway = state.pending.count
      return .bring(state.pending)
    }
  }

  private func bring(_ batch: [PendingSettlement]) async {
    var backoff = Backoff()
    while true {
      do throws(BackendError) {
        let lost = try await broker.settle(batch.map(\.settlement), by: node)
        health.succeeded()
        return finish(batch, lost: Set(lost))
      } catch {
        if !error.isTransient {
          if batch.count > 1 { return await bringOneByOne(batch) }
          if error.code == .refused { return await setAside(batch, error) }
        }
        health.failed(error)
        if givesUp { return leave(batch) }
      }
      await hurry.wait(until: Bell.Alarm(timer.now + backoff.next(), on: timer))
    }
  }

  /// One settlement among them cannot be carried out; the others must not suffer for it.
  private func bringOneByOne(_ batch: [PendingSettlement]) async {
    for pending in batch { await bring([pending]) }
  }

  /// The outcome itself is what the store refuses.
  private func setAside(_ batch: [PendingSettlement], _ error: BackendError) async {
    for pending in batch {
      report(.outcomeRefused(pending.message, error))
      if let bare = pending.withoutOutcome(error) { await bring([bare]) } else { leave([pending]) }
    }
  }

  private func finish(_ batch: [PendingSettlement], lost: Set<Receipt>) {
    state.withLock { $0.underway -= batch.count }
    release(batch)
    if !lost.isEmpty { report(.leaseLost(count: lost.count)) }
    for pending in batch { pending.continuation?.resume(returning: !lost.contains(pending.settlement.receipt)) }
  }

  private func leave(_ batch: [PendingSettlement]) {
    state.withLock { $0.underway -= batch.count }
    drop(batch)
  }

  private func drop(_ batch: [PendingSettlement]) {
    release(batch)
    let outcomes = batch.count(where: \.isOutcome)
    if outcomes > 0 { report(.outcomesDropped(count: outcomes)) }
    for pending in batch { pending.continuation?.resume(returning: false) }
  }

  private func release(_ batch: [PendingSettlement]) {
    let owed = batch.count { $0.settlement.disposition != .recordOnly }
    if owed > 0 { load.settled(owed) }
  }

  var waiting: Int { state.withLock { $0.pending.count + $0.underway } }
}
