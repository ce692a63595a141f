import Synchronization
import TaskModel

/// What was reported of one run in place.
final class InPlaceRecord: Sendable {
  private struct State {
    var ending: TaskEnding?
    var outage: BackendError?
  }

  private let state = Mutex(State())

  func note(_ event: WorkerEvent) {
    switch event {
    case .ended(let ending): state.withLock { $0.ending = ending }
    case .brokerAway(let error): state.withLock { $0.outage = error }
    default: break
    }
  }

  /// How it ended. Throws when the broker could not be told.
  func ending() throws(BackendError) -> TaskEnding? {
    let (ending, outage) = state.withLock { ($0.ending, $0.outage) }
    if let outage { throw outage }
    return ending
  }
}
