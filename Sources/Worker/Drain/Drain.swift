import Synchronization
public import TaskModel

/// Runs what is due where it is called, one task after the other, until nothing is due: without threads, without waiting. For
/// tests and for eager mode.
///
/// It is the road of a ``Worker`` with another end to it: the same gate, limits, time limits, verdicts and settlements. What a
/// run sends, its retries without a pause, callbacks and chains are drained, too; what is due later stays in the broker. It
/// takes from all queues that hold something, and not only from those of its options.
public final class Drain: Sendable {
  public typealias Store = Broker & RevocationStore & LimitStore & QueueInspection

  /// More runs than these in one call are taken for tasks that send each other for ever.
  public static let standardLimit = 10_000

  /// Whether the current code is a run of a drain: what it sends is drained behind it.
  @TaskLocal package static var isRunning = false

  private let options: WorkerOptions
  private let store: any Store
  private let handlers: HandlerTable
  private let revoked: RevokedTasks
  private let rates = RateLimiter()
  private let clock: any WallClock
  private let timer: any WallClock
  private let report: @Sendable (WorkerEvent) -> Void
  private let refill: @Sendable () async throws -> Void
  /// What runs now, for those who wait for it while another drains it.
  private let running = Mutex<[TaskID: Task<Void, Never>]>([:])
  /// Whether a message may be held that nobody runs, since the broker was away when it ended.
  private let owesReturn = Mutex(false)

  /// - Parameters:
  ///   - clock: the time of day, for etas and expiry.
  ///   - timer: the clock that never jumps, for time limits.
  ///   - report: called where it happens; must not block.
  ///   - refill: called before each claim, to bring what is on its way into the store: an outbox's relay.
  public init(
    options: WorkerOptions, store: any Store, handlers: [any TaskHandler], clock: any WallClock, timer: any WallClock,
    report: @escaping @Sendable (WorkerEvent) -> Void = { _ in },
    refill: @escaping @Sendable () async throws -> Void = {}
  ) {
    self.options = options
    self.store = store
    self.handlers = HandlerTable(handlers)
    self.clock = clock
    self.timer = timer
    self.report = report
    self.refill = refill
    revoked = RevokedTasks(clock: clock)
  }

  /// Runs what is due. Returns how each ended, in their order; that a task fails is no error here.
  ///
  /// - Parameters:
  ///   - ids: tasks whose runs are waited for, also where another call, at the same time, runs them.
  ///   - limit: more runs than these are an error.
  /// - Throws: ``DrainError``; what `refill` throws; `BackendError` when the store is away; `CancellationError` when the calling
  ///   task is cancelled: what runs goes back to its queue.
  @discardableResult
  public func run(awaiting ids: [TaskID] = [], limit: Int = standardLimit) async throws -> [TaskEnding] {
    try await prepare()
    var endings: [TaskEnding] = []
    while true {
      while let batch = try await claim() {
        for unreadable in batch.unreadable { endings.append(try await setAside(unreadable)) }
        for claimed in batch.messages {
          if endings.count >= limit { throw try await endless(endings, next: claimed) }
          if let ending = try await run(claimed) { endings.append(ending) }
        }
      }
      guard let elsewhere = run(ofOneOf: ids) else { return endings }
      await elsewhere.value
    }
  }

  private func prepare() async throws {
    if owesReturn.withLock({ $0 }) {
      try await store.leave(options.node)
      owesReturn.withLock { $0 = false }
    }
    try await store.renewLease(of: options.node, for: options.lease)
    revoked.insert(try await store.revocations())
  }

  /// One message, so that none is held while another runs. Nil when nothing is due.
  private func claim() async throws -> ClaimBatch? {
    try Task.checkCancellation()
    try await refill()
    let queues = try await store.queueStatistics(of: options.queues).map(\.queue)
    let batch = try await store.claim(ClaimRequest(node: options.node, queues: queues, limit: 1))
    return batch.isEmpty ? nil : batch
  }

  /// What another call runs of these at this moment.
  private func run(ofOneOf ids: [TaskID]) -> Task<Void, Never>? {
    let running = running.withLock { $0 }
    return ids.lazy.compactMap { running[$0] }.first
  }

  private func run(_ claimed: ClaimedMessage) async throws -> TaskEnding? {
    let record = InPlaceRecord()
    let run = InPlaceRun(runner(record))
    let work = Task { await run.perform(claimed) }
    let id = claimed.message.id
    running.withLock { $0[id] = work }
    await withTaskCancellationHandler {
      await work.value
    } onCancel: {
      work.cancel()
    }
    running.withLock { $0[id] = nil }
    do throws(BackendError) { return try record.ending() } catch {
      owesReturn.withLock { $0 = true }
      throw error
    }
  }

  /// A settler, a supervisor and all else that belongs to one run; what is to last over runs is shared.
  private func runner(_ record: InPlaceRecord) -> Runner {
    let report: @Sendable (WorkerEvent) -> Void = { [report] event in
      record.note(event)
      report(event)
    }
    let load = Load(prefetch: .multiplier(1)) {}
    let health = BrokerHealth(timer: timer, report: report)
    let settler = Settler(
      broker: store, node: options.node, timer: timer, health: health, load: load, report: report)
    return Runner(
      options: options, handlers: handlers, revoked: revoked, rates: rates, stopState: StopState(), store: store,
      settler: settler,
      supervisor: Supervisor(options: options, timer: timer), load: load, clock: clock, timer: timer, report: report)
  }

  private func setAside(_ unreadable: UnreadableMessage) async throws(BackendError) -> TaskEnding {
    let (settlement, ending) = Intake.setAside(unreadable)
    _ = try await store.settle([settlement], by: options.node)
    report(.ended(ending))
    return ending
  }

  /// What was claimed too much goes back.
  private func endless(_ endings: [TaskEnding], next: ClaimedMessage) async throws(BackendError) -> DrainError {
    _ = try await store.settle([Intake.givenBack(next).0], by: options.node)
    var last: [TaskName] = []
    for ending in endings.suffix(100) {
      if let name = ending.message?.task, !last.contains(name) { last.append(name) }
    }
    return .endless(runs: endings.count, last: last)
  }
}
