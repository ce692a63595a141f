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
