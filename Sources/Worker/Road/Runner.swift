import TaskModel

/// Takes one claimed message along the road: gate, run, verdict, settlement.
struct Runner: Sendable {
  /// What the slot does next.
  enum End: Sendable {
    case goesOn
    /// The slot's task was cancelled with the run and cannot be used again.
    case taskWasCancelled
    /// The run was given up while it did not answer; another thread has its place.
    case wasGivenUp
  }

  let options: WorkerOptions
  let handlers: HandlerTable
  let revoked: RevokedTasks
  let rates: RateLimiter
  let stopState: StopState
  let store: any LimitStore
  let settler: Settler
  let supervisor: Supervisor
  let load: Load
  let clock: any WallClock
  let timer: any WallClock
  let report: @Sendable (WorkerEvent) -> Void

  /// - Parameter begins: makes the run known to those who look and cancel.
  func process(_ claimed: ClaimedMessage, task: Task<Void, Never>?, begins: (Run) -> Void) async -> End {
    let now = clock.now
    let handler = handlers[claimed.message.task]
    let isRevoked = revoked.contains(claimed.message)
    let gate = Gate(options: options, now: now)
    let limit = handlers.limit(of: claimed.message.task)
    switch gate.decide(claimed, handler: handler, limit: limit, isRevoked: isRevoked) {
    case .turnedAway(let verdict):
      let limits = SharedLimits(
        claimed.message, handler: handler, bound: try? handler?.bind(claimed.message.arguments))
      settle(Delivery(claimed), verdict, limits, duration: nil)
      return .goesOn
    case .run(let bound, let taskOptions, let limit):
      let delivery = Delivery(claimed)
      let shared = SharedLimits(claimed.message, handler: handler, bound: bound)
      var refusal = locallyRefused(claimed, taskOptions, at: now)
      if refusal == nil, let shared { refusal = await globallyRefused(claimed, taskOptions, shared, at: now) }
      if let verdict = refusal {
        settle(delivery, verdict, shared, duration: nil)
        return .goesOn
      }
      let acknowledges = taskOptions.acknowledges == .standard ? options.acknowledges : taskOptions.acknowledges
      let isEarly = acknowledges == .early
      if isEarly {
        let acknowledgement = Settlement(receipt: claimed.receipt, disposition: .acknowledge)
        guard await settler.settle(acknowledgement, of: claimed.message) else {
          delivery.leftToBroker()
          return .goesOn
        }
      }
      if let releases = shared?.releasesAtStart, !releases.isEmpty {
        settler.release(releases, receipt: claimed.receipt)
      }
      let run = Run(
        delivery, options: taskOptions, limit: limit, sharedLimits: shared, startedAt: shared == nil ? now : clock.now,
        timerStart: timer.now, acknowledgedEarly: isEarly, task: task)
      begins(run)
      cancelIfTooLate(run)
      return await execute(bound, run)
    }
  }

  /// Who cancelled before the run was known could not find it: what has been said since the gate is looked at once more.
  private func cancelIfTooLate(_ run: Run) {
    if stopState.isCold {
      run.cancel(.stopping)
    } else if revoked.contains(run.message) {
      run.cancel(.revoked)
    }
  }

  private func execute(_ bound: any BoundTask, _ run: Run) async -> End {
    let hasRun = run.cancelReason == nil
    let outcome = hasRun ? await self.outcome(of: bound, run) : RunOutcome(error: CancellationError())
    let duration = timer.now - run.timerStart
    guard let delivery = run.takeDelivery() else {
      report(.stuckReturned(run.message, running: duration))
      return .wasGivenUp
    }
    if hasRun { load.ran(for: duration) }
    settle(delivery, of: run, outcome, duration: hasRun ? duration : nil)
    return run.cancelReason == nil ? .goesOn : .taskWasCancelled
  }

  private func outcome(of bound: any BoundTask, _ run: Run) async -> RunOutcome {
    report(.started(run.message, deliveryCount: run.deliveryCount))
    let table = table(of: run, at: run.startedAt)
    if options.tracksStarted, let result = table.started { settler.record(result, receipt: run.receipt) }
    supervisor.watch(run)
    let context = RunContext(
      message: run.message, deliveryCount: run.deliveryCount, node: options.node.name, startedAt: run.startedAt,
      timeLimit: run.limit,
      publishState: { publish($0, $1, of: run, table) }, noteChild: { run.note(child: $0) },
      note: { [report] in report(.noted(run.message, $0)) })
    do { return .returned(try await bound.run(context)) } catch { return RunOutcome(error: error) }
  }

  private func table(of run: Run, at now: Timestamp) -> VerdictTable {
    VerdictTable(
      options: options, claimed: run.claimed, taskOptions: run.options, now: now, startedAt: run.startedAt,
      wasAcknowledgedEarly: run.acknowledgedEarly, sent: run.children)
  }

  /// Settles a run that does not answer, in its place. False: it has answered.
  func giveUp(_ run: Run) -> Bool {
    guard let delivery = run.takeDelivery() else { return false }
    let duration = timer.now - run.timerStart
    report(.stuck(run.message, running: duration))
    let failure = TaskFailure(type: "Stuck", message: "the task did not answer its cancellation")
    settle(delivery, of: run, .failed(failure), duration: duration)
    return true
  }

  private func settle(_ delivery: consuming Delivery, of run: Run, _ outcome: RunOutcome, duration: Duration?) {
    var generator = SystemRandomNumberGenerator()
    let table = table(of: run, at: clock.now)
    let verdict = table.decide(outcome, cancelled: run.cancelReason, using: &generator)
    settle(delivery, verdict, run.sharedLimits, duration: duration)
  }

  private func settle(
    _ delivery: consuming Delivery, _ verdict: Verdict, _ limits: SharedLimits?, duration: Duration?
  ) {
    var verdict = verdict
    let releases = limits?.releases(with: &verdict) ?? []
    let message = delivery.claimed.message
    let count = delivery.claimed.deliveryCount
    let settlement = delivery.settled(
      verdict.disposition, followUps: verdict.followUps, result: verdict.result, releases: releases)
    settler.submit(settlement, of: message)
    report(
      .ended(TaskEnding(message: message, outcome: verdict.outcome, deliveryCount: count, duration: duration)))
  }
}
