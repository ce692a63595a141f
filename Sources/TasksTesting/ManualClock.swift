import Synchronization
public import TaskModel

/// A clock that stands still until a test moves it. Sleepers are woken, in the order of their deadlines, by the move that
/// reaches them; nothing ever waits for real time.
///
/// ```swift
/// let clock = ManualClock()
/// async let woken: Void = clock.sleep(until: clock.now + .seconds(5))
/// await clock.waitForSleepers()          // so that the move cannot come too early
/// clock.advance(by: .seconds(5))
/// ```
public final class ManualClock: WallClock {
  private struct Sleeper {
    let id: Int
    let deadline: Timestamp
    let continuation: CheckedContinuation<Bool, Never>
  }

  private struct Watcher {
    let isSatisfied: @Sendable ([Timestamp]) -> Bool
    let continuation: CheckedContinuation<Void, Never>
  }

  private struct State {
    var now: Timestamp
    var lastID = 0
    /// By deadline; those of one deadline in the order in which they came.
    var sleepers: [Sleeper] = []
    var watchers: [Watcher] = []

    mutating func removeReached() -> [Sleeper] {
      let reached = sleepers.prefix { $0.deadline <= now }
      sleepers.removeFirst(reached.count)
      return Array(reached)
    }

    mutating func removeSatisfiedWatchers() -> [Watcher] {
      if watchers.isEmpty { return [] }
      let deadlines = sleepers.map(\.deadline)
      let satisfied = watchers.filter { $0.isSatisfied(deadlines) }
      watchers.removeAll { $0.isSatisfied(deadlines) }
      return satisfied
    }
  }

  private let state: Mutex<State>

  /// Shows `start` at first: 2026-01-05T00:00:00Z, a Monday, unless said otherwise.
  public init(_ start: Timestamp = Timestamp(microseconds: 1_767_571_200_000_000)) {
    state = Mutex(State(now: start))
  }

  public var now: Timestamp { state.withLock { $0.now } }

  /// What the sleepers of this moment wait for, earliest first.
  public var deadlines: [Timestamp] { state.withLock { $0.sleepers.map(\.deadline) } }

  public func advance(by duration: Duration) {
    wake { $0.now = $0.now + duration }
  }

  /// Also backwards, as when a wrong clock is put right.
  public func set(to moment: Timestamp) {
    wake { $0.now = moment }
  }

  private func wake(after change: (inout State) -> Void) {
    let reached = state.withLock { state in
      change(&state)
      return state.removeReached()
    }
    for sleeper in reached { sleeper.continuation.resume(returning: true) }
  }

  public func sleep(until deadline: Timestamp) async throws(CancellationError) {
    let id = state.withLock { state in
      state.lastID += 1
      return state.lastID
    }
    let reached = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        add(Sleeper(id: id, deadline: deadline, continuation: continuation))
      }
    } onCancel: {
      cancel(id)
    }
    if !reached { throw CancellationError() }
  }

  /// Returns as soon as `count` tasks sleep on this clock, at once if they do already.
  public func waitForSleepers(_ count: Int = 1) async {
    await wait { $0.count >= count }
  }

  /// Returns as soon as a task sleeps until just this moment. Choose moments that nothing else sleeps until.
  public func waitForSleeper(until deadline: Timestamp) async {
    await wait { $0.contains(deadline) }
  }

  private func wait(for isSatisfied: @escaping @Sendable ([Timestamp]) -> Bool) async {
    await withCheckedContinuation { continuation in
      let goesOn = state.withLock { state in
        if isSatisfied(state.sleepers.map(\.deadline)) { return true }
        state.watchers.append(Watcher(isSatisfied: isSatisfied, continuation: continuation))
        return false
      }
      if goesOn { continuation.resume() }
    }
  }

  private func add(_ sleeper: Sleeper) {
    let (outcome, watchers) = state.withLock { state -> (Bool?, [Watcher]) in
      // The flag is raised before the handler runs: a cancellation that found no sleeper yet is seen here.
      if Task.isCancelled { return (false, []) }
      if sleeper.deadline <= state.now { return (true, []) }
      let place = state.sleepers.firstIndex { $0.deadline > sleeper.deadline } ?? state.sleepers.endIndex
      state.sleepers.insert(sleeper, at: place)
      return (nil, state.removeSatisfiedWatchers())
    }
    if let outcome { sleeper.continuation.resume(returning: outcome) }
    for watcher in watchers { watcher.continuation.resume() }
  }

  private func cancel(_ id: Int) {
    let sleeper = state.withLock { state -> Sleeper? in
      guard let place = state.sleepers.firstIndex(where: { $0.id == id }) else { return nil }
      return state.sleepers.remove(at: place)
    }
    sleeper?.continuation.resume(returning: false)
  }
}
