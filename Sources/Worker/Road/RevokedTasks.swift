import Synchronization
import TaskModel

/// The ids that must not run, in memory; the store keeps them over restarts.
final class RevokedTasks: Sendable {
  private let ids = Mutex<Set<TaskID>>([])

  func contains(_ id: TaskID) -> Bool { ids.withLock { !$0.isEmpty && $0.contains(id) } }
  func insert(_ new: some Sequence<TaskID>) { ids.withLock { $0.formUnion(new) } }
  func replace(with new: some Sequence<TaskID>) { ids.withLock { $0 = Set(new) } }
}
