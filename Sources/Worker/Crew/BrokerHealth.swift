import Synchronization
import TaskModel

/// Knows whether the broker can be reached, and says so once at the loss and once at the return.
final class BrokerHealth: Sendable {
  private struct State {
    var awaySince: Timestamp?
    var lastSuccess: Timestamp?
  }

  private let state = Mutex(State())
  private let timer: any WallClock
  private let report: @Sendable (WorkerEvent) -> Void

  init(timer: any WallClock, report: @escaping @Sendable (WorkerEvent) -> Void) {
    self.timer = timer
    self.report = report
  }

  func failed(_ error: BackendError) {
    let now = timer.now
    let isNews = state.withLock { state in
      defer { state.awaySince = state.awaySince ?? now }
      return state.awaySince == nil
    }
    if isNews { report(.brokerAway(error)) }
  }

  func succeeded() {
    let now = timer.now
    let since = state.withLock { state in
      state.lastSuccess = now
      return state.awaySince.take()
    }
    if let since { report(.brokerBack(downtime: now - since)) }
  }

  var awaySince: Timestamp? { state.withLock { $0.awaySince } }
  var lastSuccess: Timestamp? { state.withLock { $0.lastSuccess } }
}

/// Pauses between tries: doubled from 50 ms to 5 s, half of each at random so that nodes do not come back in step.
struct Backoff {
  private var failures = 0

  mutating func next() -> Duration {
    let ceiling = min(5_000_000, 50_000 << min(failures, 10))
    failures += 1
    return .microseconds(Int.random(in: ceiling / 2...ceiling))
  }

  mutating func reset() { failures = 0 }
}
