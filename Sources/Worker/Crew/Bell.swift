import Synchronization
import TaskModel

/// A wake-up that cannot be lost: ringing it while nobody listens is remembered, once.
final class Bell: Sendable {
  /// A moment at which waiting ends, on whichever clock it is meant.
  struct Alarm: Sendable {
    let deadline: Timestamp
    let clock: any WallClock

    init(_ deadline: Timestamp, on clock: any WallClock) {
      self.deadline = deadline
      self.clock = clock
    }
  }

  private struct State {
    var isRung = false
    var listeners: [CheckedContinuation<Void, Never>] = []
  }

  private let state = Mutex(State())

  /// Wakes all who listen.
  func ring() {
    let listeners = state.withLock { state in
      if state.listeners.isEmpty { state.isRung = true }
      defer { state.listeners = [] }
      return state.listeners
    }
    for listener in listeners { listener.resume() }
  }

  /// Returns when it rings, or rang since the last time.
  func wait() async {
    await withCheckedContinuation { continuation in
      let goesOn = state.withLock { state in
        if !state.isRung { state.listeners.append(continuation) }
        defer { state.isRung = false }
        return state.isRung
      }
      if goesOn { continuation.resume() }
    }
  }

  /// The same, and at the latest at the first of the alarms.
  func wait(until alarms: Alarm...) async { await wait(until: alarms) }

  func wait(until alarms: [Alarm]) async {
    if takeRung() { return }
    let sleepers = alarms.map { alarm in
      Task {
        do { try await alarm.clock.sleep(until: alarm.deadline) } catch { return }
        ring()
      }
    }
    await wait()
    for sleeper in sleepers { sleeper.cancel() }
  }

  private func takeRung() -> Bool {
    state.withLock { state in
      defer { state.isRung = false }
      return state.isRung
    }
  }
}
