import Synchronization
import TaskConfiguration
import TaskModel
import Tasks

/// Where callbacks and the next tasks of chains go whose sender said nothing: as Celery's router has it, by the task's route,
/// else to its own queue, else to the default queue. A reload replaces the table.
final class Router: Sendable {
  private struct Table {
    var routes: TaskRoutes
    var own: [TaskName: QueueName]
    var standard: QueueName
  }

  private let table: Mutex<Table>

  init(_ configuration: DaemonConfiguration, _ registry: TaskRegistry) {
    table = Mutex(Self.table(configuration, registry))
  }

  func replace(with configuration: DaemonConfiguration, _ registry: TaskRegistry) {
    let new = Self.table(configuration, registry)
    table.withLock { $0 = new }
  }

  func queue(of task: TaskName) -> QueueName {
    table.withLock { $0.routes[task]?.queue ?? $0.own[task] ?? $0.standard }
  }

  private static func table(_ configuration: DaemonConfiguration, _ registry: TaskRegistry) -> Table {
    let own = registry.handlers.compactMap { handler in handler.options.queue.map { (handler.name, $0) } }
    return Table(
      routes: TaskAssembly(configuration: configuration).routes, own: Dictionary(own, uniquingKeysWith: { $1 }),
      standard: configuration.options.defaultQueue)
  }
}
