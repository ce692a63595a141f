import Synchronization

/// Counts what a worker takes, ends and settles, and rings at each change: when the counts agree, it has nothing in hand.
final class Tally: Sendable {
  private struct State {
    var claimsUnderway = 0
    var claimed = 0
    var ended = 0
    var settled = 0
    var lastListener = 0
    var listeners: [Int: AsyncStream<Void>.Continuation] = [:]
  }

  private let state = Mutex(State())

  func claimBegins() { change { $0.claimsUnderway += 1 } }

  func claimed(_ count: Int) {
    change { state in
      state.claimsUnderway -= 1
      state.claimed += count
    }
  }

  func ended() { change { $0.ended += 1 } }

  func settled(_ count: Int) { change { $0.settled += count } }

  /// How many were taken, all of which are done with; nil while something is in hand.
  var balance: Int? {
    state.withLock { state in
      let isBalanced =
        state.claimsUnderway == 0 && state.claimed == state.ended && state.claimed == state.settled
      return isBalanced ? state.claimed : nil
    }
  }

  /// Rings at once, and then at each change.
  func changes() -> AsyncStream<Void> {
    let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    let number = state.withLock { state in
      state.lastListener += 1
      state.listeners[state.lastListener] = continuation
      return state.lastListener
    }
    continuation.onTermination = { [weak self] _ in self?.remove(number) }
    continuation.yield()
    return stream
  }

  private func remove(_ listener: Int) { state.withLock { $0.listeners[listener] = nil } }

  private func change(_ body: (inout State) -> Void) {
    let listeners = state.withLock { state in
      body(&state)
      return Array(state.listeners.values)
    }
    for listener in listeners { listener.yield() }
  }
}
