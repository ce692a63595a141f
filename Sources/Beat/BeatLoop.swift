import Schedules
import Synchronization
public import TaskModel

/// Sends scheduled tasks when they are due, once across all nodes.
///
/// Any number of nodes run one each on the same store: all claim every tick, the store lets one succeed. There is no
/// leader and so nothing to fail over. The loop sleeps until the next tick of any entry and claims everything that is due
/// then in one batch.
public actor BeatLoop {
  /// What a beat needs of a backend.
  public typealias Store = TickStore & PauseStore

  let store: any Store
  let clock: any WallClock
  private let options: BeatOptions
  let report: @Sendable (BeatEvent) -> Void

  var plan = BeatPlan()
  /// When to look which entries are paused still, and when that was done last.
  var lookAt = Timestamp.distantPast
  var lastLook: Timestamp?
  /// Listens while any entry is paused.
  var pauseWatch: Task<Void, Never>?
  private var wanted: [BeatEntry]
  /// Counts what was wanted; the plan is in force when it was made of the latest.
  private var wantedVersion = 1
  private var plannedVersion = 0
  private var isInForce: Bool { plannedVersion == wantedVersion }
  private var outage = StoreOutage()
  /// Ticks due since then are late through no fault of the schedule's; nil when there is no such backlog.
  private var lateSince: Timestamp?
  private var sleeper: Task<Void, Never>?
  private var hasNews = false
  private var isRunning = false
  private var hasEnded = false
  private var waiters: [CheckedContinuation<Bool, Never>] = []
  private nonisolated let shownProgress = Mutex(BeatProgress())

  /// - Parameter report: called where it happens, for every tick; must not block.
  public init(
    store: any Store, clock: any WallClock, entries: [BeatEntry], options: BeatOptions = BeatOptions(),
    report: @escaping @Sendable (BeatEvent) -> Void
  ) {
    self.store = store
    self.clock = clock
    self.options = options
    self.report = report
    wanted = entries
  }

  /// Readable at any moment, also when the loop is stuck.
  public nonisolated var progress: BeatProgress { shownProgress.withLock { $0 } }

  /// Works until the calling task is cancelled, once in the loop's life: a second call returns at once. A store that is
  /// away is waited for.
  public func run() async {
    guard !isRunning, !hasEnded else { return }
    isRunning = true
    while !Task.isCancelled {
      showTurn()
      let wake = await turn()
      await sleep(until: wake)
    }
    pauseWatch?.cancel()
    (isRunning, hasEnded) = (false, true)
    shownProgress.withLock { $0.isRunning = false }
    answerWaiters(with: isInForce)
  }

  /// Everything that is to be done now; returns when there will be more.
  private func turn() async -> Timestamp {
    do throws(BackendError) {
      if !isInForce { try await putInForce() }
      if let nextLook, nextLook <= clock.now { try await lookAtPauses() }
      while !Task.isCancelled, isInForce, let due = plan.nextDue(), due <= clock.now { try await sendDue() }
      lateSince = nil
      watchPauses()
      return isInForce ? min(plan.nextDue() ?? .distantFuture, nextLook ?? .distantFuture) : clock.now
    } catch {
      return noteFailure(error)
    }
  }
}

/// Talking to the store.
extension BeatLoop {
  /// Clocks of nodes differ by less than this.
  private static let plausibleSkew = Duration.minutes(10)

  /// Has the store remember what is wanted, and goes by that from now on.
  private func putInForce() async throws(BackendError) {
    let (entries, version) = (wanted, wantedVersion)
    let now = clock.now
    let removed = Set(plan.names).subtracting(entries.map(\.name))
    if !removed.isEmpty { try await store.forgetEntries(removed.sorted()) }
    let memories = entries.enumerated().map { index, entry in
      let anchor = AnchorSpread.anchor(ofEntry: index, among: entries.count, now: now)
      return EntryMemory(entry: entry.name, schedule: entry.schedule.canonicalText, anchor: anchor)
    }
    let remembered = memories.isEmpty ? [] : try await store.remember(memories)
    let paused = memories.isEmpty ? [] : try await pausedEntries()
    noteSuccess()
    plan = BeatPlan(entries, memories: remembered, paused: paused, previous: plan)
    plannedVersion = version
    report(.inForce(entries: plan.entries.count))
    for memory in remembered {
      if let lastDue = memory.lastDue, lastDue > now + Self.plausibleSkew {
        report(.claimedAhead(entry: memory.entry, lastDue: lastDue))
      }
    }
    if isInForce { answerWaiters(with: true) }
  }

  private func sendDue() async throws(BackendError) {
    let now = clock.now
    let grace = CatchUp.grace + (lateSince.map { now - $0 } ?? .zero)
    let batch = TickBatch(
      from: &plan, now: now, limit: options.batchLimit, grace: grace, origin: options.origin)
    let results: [TickResult]
    do throws(BackendError) {
      results = batch.claims.isEmpty ? [] : try await claim(batch.claims[...])
    } catch {
      for item in batch.items { plan.settle(item.index) }
      throw error
    }
    if !batch.claims.isEmpty { noteSuccess() }
    apply(results, of: batch)
  }

  private func apply(_ results: [TickResult], of batch: TickBatch) {
    let now = clock.now
    for item in batch.items {
      var events: [BeatEvent] = []
      plan.settle(item.index) { entry in
        events = entry.apply(
          item.decision, claims: batch.claims[item.claims], results: results[item.claims], now: now)
      }
      for event in events { report(event) }
    }
  }

  /// A store may refuse a batch for the sake of one message in it. The batch is halved until that one stands alone.
  private func claim(_ claims: ArraySlice<TickClaim>) async throws(BackendError) -> [TickResult] {
    do throws(BackendError) {
      let outcomes = try await store.claim(Array(claims))
      guard outcomes.count == claims.count else {
        throw BackendError(
          .corrupt, attempted: "claim", place: "the tick store",
          reason: "\(outcomes.count) answers to \(claims.count) ticks")
      }
      return outcomes.map(TickResult.answered)
    } catch  where error.code == .refused {
      guard claims.count > 1 else { return [.refused(error)] }
      let middle = claims.startIndex + claims.count / 2
      return try await claim(claims[..<middle]) + (try await claim(claims[middle...]))
    }
  }

  private func noteSuccess() {
    guard let downtime = outage.succeeded(at: clock.now) else { return }
    shownProgress.withLock { $0.storeAwaySince = nil }
    report(.storeBack(downtime: downtime))
  }

  /// Returns when to try again.
  private func noteFailure(_ error: BackendError) -> Timestamp {
    let now = clock.now
    if outage.failed(at: now) {
      lateSince = lateSince ?? now
      shownProgress.withLock { $0.storeAwaySince = now }
      report(.storeAway(error))
    }
    answerWaiters(with: false)
    var generator = SystemRandomNumberGenerator()
    return now + outage.pause(options, using: &generator)
  }
}

/// Sleeping and waking.
extension BeatLoop {
  private func showTurn() {
    let (now, count) = (clock.now, plan.entries.count)
    shownProgress.withLock { progress in
      progress.isRunning = true
      progress.turns &+= 1
      progress.lastTurn = now
      progress.sleepsUntil = nil
      progress.entryCount = count
    }
  }

  private func sleep(until wake: Timestamp) async {
    let nextDue = plan.nextDue()
    let count = plan.entries.count
    if !hasNews, !Task.isCancelled, wake > clock.now {
      shownProgress.withLock { progress in
        progress.sleepsUntil = wake
        progress.nextDue = nextDue
        progress.entryCount = count
      }
      let sleeping = Task { [clock] in _ = try? await clock.sleep(until: wake) }
      sleeper = sleeping
      await withTaskCancellationHandler {
        await sleeping.value
      } onCancel: {
        sleeping.cancel()
      }
      sleeper = nil
    }
    hasNews = false
  }

  /// Ends the sleep: what is due next may have changed.
  func wakeUp() {
    hasNews = true
    sleeper?.cancel()
  }

  private func answerWaiters(with answer: Bool) {
    let answered = waiters
    waiters = []
    for waiter in answered { waiter.resume(returning: answer) }
  }
}

/// Steering a beat while it runs.
extension BeatLoop {
  /// The schedule from now on. Entries whose schedule did not change keep their grid and their memory; one whose schedule
  /// changed starts anew; those that are gone are forgotten. Returns whether it is in force: if not, the loop does not run
  /// or the store is away, and it will be as soon as that has changed.
  @discardableResult
  public func replace(entries: [BeatEntry]) async -> Bool {
    wanted = entries
    wantedVersion += 1
    guard isRunning else { return false }
    wakeUp()
    return await waitUntilInForce()
  }

  /// Waits for the loop to run. Returns true when the schedule is in force, false when the next attempt at it failed or
  /// the loop ended.
  public func waitUntilInForce() async -> Bool {
    if isInForce { return true }
    guard !hasEnded else { return false }
    return await withCheckedContinuation { waiters.append($0) }
  }

  /// All entries as this node knows them, in the order in which they were given.
  public func snapshot() -> [BeatEntrySnapshot] { plan.entries.map(\.snapshot) }

  /// The same with what other nodes have sent, read from the store.
  public func freshSnapshot() async throws(BackendError) -> [BeatEntrySnapshot] {
    let memories = Dictionary(try await store.entryMemories().map { ($0.entry, $0) }, uniquingKeysWith: { $1 })
    let paused = try await pausedEntries()
    return snapshot().map { snapshot in
      var fresh = snapshot
      fresh.isPaused = paused.contains(snapshot.entry.name)
      guard let memory = memories[snapshot.entry.name], memory.anchor == snapshot.anchor else { return fresh }
      (fresh.lastDue, fresh.lastTaskID, fresh.lastSentAt) = (memory.lastDue, memory.lastTaskID, memory.lastSentAt)
      (fresh.sentCount, fresh.skippedCount) = (memory.sentCount, memory.skippedCount)
      return fresh
    }
  }
}
