import Synchronization
import TaskModel
import Worker

/// What has ended, in its order, and what of it nobody was told yet.
final class RunRecord: Sendable {
  private struct State {
    var endings: [TaskEnding] = []
    /// Of these `takeNew` has told.
    var told = 0
    /// What stood in the way of running what was due.
    var obstacle: (any Error)?
  }

  private let state = Mutex(State())

  func note(_ ending: TaskEnding) { state.withLock { $0.endings.append(ending) } }

  func note(obstacle: any Error) { state.withLock { $0.obstacle = $0.obstacle ?? obstacle } }

  var endings: [TaskEnding] { state.withLock { $0.endings } }

  /// What has ended since it was last asked. Throws what stood in the way meanwhile.
  func takeNew() throws -> [TaskEnding] {
    let (new, obstacle) = state.withLock { state in
      defer { state.told = state.endings.count }
      return (Array(state.endings[state.told...]), state.obstacle.take())
    }
    if let obstacle { throw obstacle }
    return new
  }
}
