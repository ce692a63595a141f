import Synchronization
import TaskModel

/// A wake-up that cannot be lost: ringing it while nobody listens is remembered, once.
final class Bell: Sendable {
  private struct State {
    var isRung = false
    var listener: CheckedContinuation<Void, Never>?
  }

  private let state = Mutex(State())

  func ring() {
    let listener = state.withLock { state in
      let listener = state.listener.take()
      if listener == nil { state.isRung = true }
      return listener
    }
    listener?.resume()
  }

  /// Returns when it rings, or rang since the last time. One listener at a time.
  func wait() async {
    await withCheckedContinuation { continuation in
      let goesOn = state.withLock { state in
        if state.isRung {
          state.isRung = false
          return true
        }
        state.listener = continuation
        return false
      }
      if goesOn { continuation.resume() }
    }
  }

  /// The same, and at the latest at the deadline.
  func wait(until deadline: Timestamp, on clock: any WallClock) async {
    if takeRung() { return }
    let alarm = Task {
      do { try await clock.sleep(until: deadline) } catch { return }
      ring()
    }
    await wait()
    alarm.cancel()
  }

  private func takeRung() -> Bool {
    state.withLock { state in
      defer { state.isRung = false }
      return state.isRung
    }
  }
}
