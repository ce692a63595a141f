import Synchronization
import TaskModel

/// Brings settlements to the broker, all that are waiting in one batch, then all that came meanwhile: batches grow under
/// load and add no delay when idle. Keeps what it holds while the broker is away.
final class Settler: Sendable {
  private struct Pending {
    var settlement: Settlement
    var message: TaskMessage? = nil
    var continuation: CheckedContinuation<Bool, Never>? = nil
  }

  private struct State {
    var pending: [Pending] = []
    /// Being brought to the broker.
    var underway = 0
    var isEnding = false
  }

  private let state = Mutex(State())
  private let bell = Bell()
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
    add([Pending(settlement: settlement, message: message)])
  }

  func submit(_ settlements: [(Settlement, TaskMessage?)]) {
    add(settlements.map { Pending(settlement: $0, message: $1) })
  }

  /// Stores a state on the way, without settling anything.
  func record(_ result: TaskResult, receipt: Receipt) {
    add([Pending(settlement: Settlement(receipt: receipt, disposition: .recordOnly, result: result))])
  }

  /// Waits until the broker has it. False: this node no longer held the message.
  func settle(_ settlement: Settlement, of message: TaskMessage) async -> Bool {
    await withCheckedContinuation { continuation in
      add([Pending(settlement: settlement, message: message, continuation: continuation)])
    }
  }

  private func add(_ new: [Pending]) {
    state.withLock { $0.pending.append(contentsOf: new) }
    bell.ring()
  }

  /// Lets `run` return when everything is settled.
  func end() {
    state.withLock { $0.isEnding = true }
    bell.ring()
  }

  func run() async {
    while true {
      let (batch, ends) = state.withLock { state in
        let batch = state.pending
        state.pending = []
        state.underway = batch.count
        return (batch, state.isEnding)
      }
      if !batch.isEmpty {
        await bring(batch)
      } else if ends {
        return
      } else {
        await bell.wait()
      }
    }
  }

  private func bring(_ batch: [Pending]) async {
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
      }
      try? await timer.sleep(until: timer.now + backoff.next())
    }
  }

  /// One settlement among them cannot be carried out; the others must not suffer for it.
  private func bringOneByOne(_ batch: [Pending]) async {
    for pending in batch { await bring([pending]) }
  }

  /// The outcome itself is what the store refuses: keep the message, without it.
  private func setAside(_ batch: [Pending], _ error: BackendError) async {
    for var pending in batch {
      report(.outcomeRefused(pending.message, error))
      pending.settlement.publish = []
      pending.settlement.result = nil
      pending.settlement.disposition = .deadLetter(.rejected, detail: error.description)
      let lost = try? await broker.settle([pending.settlement], by: node)
      finish([pending], lost: Set(lost ?? [pending.settlement.receipt]))
    }
  }

  private func finish(_ batch: [Pending], lost: Set<Receipt>) {
    state.withLock { $0.underway = 0 }
    let owed = batch.count { $0.settlement.disposition != .recordOnly }
    if owed > 0 { load.settled(owed) }
    if !lost.isEmpty { report(.leaseLost(count: lost.count)) }
    for pending in batch where pending.continuation != nil {
      pending.continuation?.resume(returning: !lost.contains(pending.settlement.receipt))
    }
  }

  var waiting: Int { state.withLock { $0.pending.count + $0.underway } }
}
