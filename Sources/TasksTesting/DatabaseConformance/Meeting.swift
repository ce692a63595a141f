import Synchronization

/// Where tasks wait for each other: nobody leaves before all have come; who comes later does not wait.
package final class Meeting: Sendable {
  private struct State {
    var missing: Int
    var waiting: [CheckedContinuation<Void, Never>] = []
  }
  private let state: Mutex<State>

  package init(of count: Int) { state = Mutex(State(missing: count)) }

  package func come() async {
    await withCheckedContinuation { continuation in
      let leaving = state.withLock { state in
        state.missing -= 1
        state.waiting.append(continuation)
        if state.missing > 0 { return [] as [CheckedContinuation<Void, Never>] }
        defer { state.waiting = [] }
        return state.waiting
      }
      for one in leaving { one.resume() }
    }
  }
}
