import TaskModel
import Tasks
import Worker

/// A worker with threads, as in the daemon. The outbox is relayed when the test asks for what is due and not beside it: a relay
/// that had read a row before the test moved the clock by days would bring what is long forgotten to have been brought.
struct WorkerEngine: TaskEngine {
  private let worker: Worker
  private let working: Task<Void, any Error>
  private let relay: OutboxRelay
  private let store: any Backend
  private let tally: Tally
  private let clock: any WallClock

  init(
    options: WorkerOptions, store: any Backend, handlers: [any TaskHandler], relay: OutboxRelay, clock: any WallClock,
    timer: any WallClock, report: @escaping @Sendable (WorkerEvent) -> Void
  ) {
    let tally = Tally()
    let worker = Worker(
      options: options, backend: TalliedStore(store: store, tally: tally), handlers: handlers, clock: clock,
      timer: timer
    ) { event in
      report(event)
      if case .ended = event { tally.ended() }
    }
    self.worker = worker
    self.store = store
    self.tally = tally
    self.relay = relay
    self.clock = clock
    working = Task { try await worker.run() }
  }

  func sent(_ ids: [TaskID]) -> [TaskEnding] { [] }

  func finishWhatIsDue() async throws {
    for await _ in tally.changes() {
      try Task.checkCancellation()
      // Counted first: what ended by then has committed what the relay is to find.
      let before = tally.balance
      try await relay.relayAll()
      if try await !isSomethingDue(), let before, tally.balance == before { return }
    }
  }

  private func isSomethingDue() async throws -> Bool {
    let isWaiting = try await store.queueStatistics(of: worker.options.queues).contains { $0.waiting > 0 }
    let nextDue = try await store.deferredMessages(limit: 1).first?.eta
    return isWaiting || nextDue.map { $0 <= clock.now } ?? false
  }

  func stop() async throws {
    worker.stop(.warm)
    try await working.value
  }
}
