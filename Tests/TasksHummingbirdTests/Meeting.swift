import Synchronization

/// Holds up those who arrive until as many are there as are expected; who comes later does not wait.
final class Meeting: Sendable {
  private struct State {
    var missing: Int
    var waiting: [CheckedContinuation<Void, Never>] = []
  }
  private let state: Mutex<State>

  init(of count: Int) { state = Mutex(State(missing: count)) }

  func arrive() async {
    await withCheckedContinuation { continuation in
      let ready = state.withLock { state in
        state.missing -= 1
        state.waiting.append(continuation)
        guard state.missing <= 0 else { return [CheckedContinuation<Void, Never>]() }
        defer { state.waiting = [] }
        return state.waiting
      }
      for waiter in ready { waiter.resume() }
    }
  }
}
