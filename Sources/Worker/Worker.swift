public import TaskModel
public import WorkerThreads

/// Takes deliveries, runs them on threads, settles them.
///
/// Roles: the intake claims, the buffer holds what is reserved, slots on threads run it, the supervisor watches limits,
/// the settler brings outcomes to the broker, the lease keeper says that the node lives. `run` starts and ends them all.
public final class Worker: Sendable {
  public enum Stop: Sendable {
    /// Running tasks finish; what is only reserved goes back.
    case warm
    /// Running tasks are cancelled and go back.
    case cold
  }

  /// What a worker needs of a backend.
  public typealias Store = Broker & RevocationStore & LimitStore

  public let options: WorkerOptions
  private let backend: any Store
  private let handlers: HandlerTable
  private let revoked: RevokedTasks
  private let rates = RateLimiter()
  private let buffer = DeliveryBuffer()
  private let health: BrokerHealth
  private let settler: Settler
  private let supervisor: Supervisor
  private let intake: Intake
  private let runner: Runner
  private let pool: Pool
  private let keeper: LeaseKeeper
  private let timer: any WallClock
  private let report: @Sendable (WorkerEvent) -> Void
  private let stopState = StopState()
  private let stopBell = Bell()

  /// - Parameters:
  ///   - clock: the time of day, for etas and expiry.
  ///   - timer: the clock that never jumps, for limits and pauses.
  ///   - report: called on the thread where it happens; must not block.
  public convenience init(
    options: WorkerOptions, backend: any Store, handlers: [any TaskHandler], clock: any WallClock,
    timer: any WallClock, report: @escaping @Sendable (WorkerEvent) -> Void
  ) {
    self.init(
      options: options, backend: backend, handlers: handlers, clock: clock, timer: timer,
      makeThread: { name throws(ThreadError) in try WorkerThread(name: name) }, report: report)
  }

  /// - Parameter makeThread: where threads for tasks come from.
  package init(
    options: WorkerOptions, backend: any Store, handlers: [any TaskHandler], clock: any WallClock,
    timer: any WallClock, makeThread: @escaping @Sendable (String) throws(ThreadError) -> WorkerThread,
    report: @escaping @Sendable (WorkerEvent) -> Void
  ) {
    let bell = Bell()
    let load = Load(prefetch: options.prefetch) { bell.ring() }
    self.options = options
    self.backend = backend
    self.timer = timer
    self.report = report
    self.handlers = HandlerTable(handlers)
    revoked = RevokedTasks(clock: clock)
    health = BrokerHealth(timer: timer, report: report)
    settler = Settler(
      broker: backend, node: options.node, timer: timer, health: health, load: load, report: report)
    supervisor = Supervisor(options: options, timer: timer)
    intake = Intake(
      bell: bell, options: options, broker: backend, buffer: buffer, settler: settler, load: load, health: health,
      clock: clock, timer: timer, report: report)
    runner = Runner(
      options: options, handlers: self.handlers, revoked: revoked, rates: rates, stopState: stopState, store: backend,
      settler: settler, supervisor: supervisor, load: load, clock: clock, timer: timer, report: report)
    pool = Pool(
      tasksPerThread: options.tasksPerThread, buffer: buffer, runner: runner, load: load, makeThread: makeThread)
    keeper = LeaseKeeper(
      node: options.node, lease: options.lease, broker: backend, timer: timer, health: health, report: report
    ) { [pool, stopState] in
      if !stopState.isStopping { pool.replaceLost() }
    }
    supervisor.onGivingUp { [weak self] run in self?.giveUp(run) }
  }

  /// Works until `stop` was called and everything in hand is settled or given back.
  ///
  /// - Throws: ``ThreadError`` when the system refuses the threads. A broker that is away is waited for, after a warm stop
  ///   as long as outcomes are owed to it.
  public func run() async throws(ThreadError) {
    // What keeps the worker going has a thread of its own: nothing that blocks Swift's threads holds up a claim or a lease,
    // and an idle worker is woken by one thread instead of two.
    let thread = try WorkerThread(name: "worker")
    defer { thread.stop() }
    try await startThreads()
    let settling = Task(executorPreference: thread) { [settler] in await settler.run() }
    await prepare()
    let keeping = Task(executorPreference: thread) { [keeper] in await keeper.run() }
    let taking = Task(executorPreference: thread) { [intake] in await intake.run() }
    if !stopState.isStopping { await stopBell.wait() }
    await taking.value
    await pool.waitUntilEmpty()
    settler.end()
    await settling.value
    keeping.cancel()
    await keeping.value
    try? await backend.leave(options.node)
  }

  /// All of them, or none is left behind.
  private func startThreads() async throws(ThreadError) {
    do throws(ThreadError) {
      try pool.grow(by: options.concurrency)
    } catch {
      stop(.cold)
      await pool.waitUntilEmpty()
      throw error
    }
  }

  /// The lease stands before the first claim, and what earlier lives of this node held is back in the queues.
  private func prepare() async {
    var backoff = Backoff()
    while !stopState.isStopping {
      do throws(BackendError) {
        try await keeper.renew()
        revoked.insert(try await backend.revocations())
        return health.succeeded()
      } catch {
        health.failed(error)
      }
      await stopBell.wait(until: Bell.Alarm(timer.now + backoff.next(), on: timer))
    }
  }

  /// Returns when a claim has worked for the first time: the moment to say that the service is ready.
  public func waitUntilClaiming() async { await intake.waitForFirstClaim() }

  /// A cold stop may follow a warm one. With the broker away it drops the outcomes that it cannot bring: their messages come
  /// back to their queues like those of a node that died.
  public func stop(_ kind: Stop) {
    if stopState.raise(to: kind) {
      intake.stop()
      settler.submit(buffer.close().map(Intake.givenBack))
      stopBell.ring()
    }
    if kind == .cold {
      for run in pool.runs { supervisor.terminate(run, .stopping) }
      settler.giveUp()
    }
  }

  private func giveUp(_ run: Run) {
    guard runner.giveUp(run) else { return }
    do { try pool.giveUp(run, replacesCrew: !stopState.isStopping) } catch { report(.threadRefused(error)) }
  }
}

/// Steering a worker while it runs.
extension Worker {
  /// Takes nothing new; what runs goes on.
  public func pause() { intake.setPaused(true) }
  public func resume() { intake.setPaused(false) }

  /// Puts back what is reserved of these queues, not counting that delivery. For queues that were paused in the store: what
  /// comes back is claimed again otherwise.
  public func giveBack(_ queues: [QueueName]) { intake.giveBack(queues) }

  public func consume(_ queue: QueueName) { intake.add(queue) }
  public func cancelConsuming(_ queue: QueueName) { intake.remove(queue) }
  public func replaceQueues(_ queues: [QueueName]) { intake.replaceQueues(queues) }
  public func replaceHandlers(_ new: [any TaskHandler]) { handlers.replace(with: new) }

  /// For runs that begin from now on, until the worker ends.
  public func setTimeLimit(_ limit: TimeLimit, of task: TaskName) { handlers.setLimit(limit, of: task) }

  /// For tasks that begin from now on, until the worker ends; nil: without limit. What waits for its turn under the old limit
  /// comes back when that said so, within ten minutes.
  public func setRateLimit(_ limit: RateLimit?, of task: TaskName) { rates.set(limit, of: task) }

  /// The limit in force; nil: none.
  public func rateLimit(of task: TaskName) -> RateLimit? {
    rates.limit(of: task, own: handlers[task]?.options.rateLimit)
  }

  public func grow(by count: Int) throws(ThreadError) { try pool.grow(by: count) }

  /// Returns how many threads go; one always stays.
  @discardableResult
  public func shrink(by count: Int) -> Int { pool.shrink(by: count) }

  /// These will not start here. The store must be told apart, so that it lasts.
  public func revoke(_ ids: [TaskID]) { revoked.insert(ids) }

  /// What bears one of these stamps (Celery's `revoke_by_stamped_headers`) will not start here.
  public func revoke(stamps: [String: Set<JSONValue>]) { revoked.insert(stamps: stamps) }

  /// Ends running ones too. Returns those that were running.
  public func terminate(_ ids: Set<TaskID>) -> [TaskID] {
    terminate { ids.contains($0.id) }
  }

  /// Ends running ones that bear one of these stamps. Returns those that were running.
  public func terminate(stamps: [String: Set<JSONValue>]) -> [TaskID] {
    terminate { RevokedTasks.bears($0, stamps) }
  }

  private func terminate(where isMeant: (TaskMessage) -> Bool) -> [TaskID] {
    let runs = pool.runs.filter { isMeant($0.message) }
    for run in runs { supervisor.terminate(run, .revoked) }
    return runs.map(\.message.id)
  }
}

extension Worker {
  public var snapshot: WorkerSnapshot {
    WorkerSnapshot(
      active: pool.runs.map { run in
        let latest = run.latestState
        return WorkerSnapshot.Active(
          message: run.message, startedAt: run.startedAt, deliveryCount: run.deliveryCount,
          acknowledged: run.acknowledgedEarly, state: latest?.state, meta: latest?.value ?? .null)
      },
      reserved: buffer.reserved.map(\.message), queues: intake.queues, threads: pool.threadCount,
      slots: pool.slotCount, isPaused: intake.isPaused, isStopping: stopState.isStopping,
      unsettled: settler.waiting, brokerAwaySince: health.awaySince, lastClaim: health.lastSuccess)
  }
}
