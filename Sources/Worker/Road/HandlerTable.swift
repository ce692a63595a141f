import Synchronization
import TaskModel

/// Who runs what: handlers by name and alias. Replaced as a whole on reload.
final class HandlerTable: Sendable {
  private let handlers: Mutex<[TaskName: any TaskHandler]>
  /// Set while the worker runs; they win over the tasks' own.
  private let limits = Mutex<[TaskName: TimeLimit]>([:])

  init(_ handlers: [any TaskHandler]) { self.handlers = Mutex(Self.table(handlers)) }

  subscript(name: TaskName) -> (any TaskHandler)? { handlers.withLock { $0[name] } }

  func limit(of name: TaskName) -> TimeLimit {
    limits.withLock { $0.isEmpty ? TimeLimit() : $0[name] ?? TimeLimit() }
  }

  func setLimit(_ limit: TimeLimit, of name: TaskName) { limits.withLock { $0[name] = limit } }

  func replace(with new: [any TaskHandler]) { handlers.withLock { $0 = Self.table(new) } }

  private static func table(_ handlers: [any TaskHandler]) -> [TaskName: any TaskHandler] {
    var table: [TaskName: any TaskHandler] = [:]
    for handler in handlers {
      for alias in handler.aliases where table[alias] == nil { table[alias] = handler }
    }
    for handler in handlers { table[handler.name] = handler }
    return table
  }
}
