import Beat
import Logging
import Systemd
import TaskConfiguration
import TaskModel
import Tasks
import Worker

/// Reads the configuration again and puts it in force, or refuses it whole. Nothing that waits or runs is touched.
///
/// In force at once: scheduled entries, command tasks, routes, queues, settings, concurrency, site URL. At the next start
/// only: where the store, the state directory and the control socket are, the node's name, limits of the worker; a change
/// of these is said in the answer.
struct Reload: Sendable {
  let parts: DaemonParts
  let loader: ConfigurationLoader
  let notifier: ServiceNotifier
  let logger: Logger

  func run() async throws -> String {
    notifier.reloading()
    defer { notifier.ready() }
    let new = try loader.load().valid()
    let old = parts.configuration
    let tasks = TaskAssembly(configuration: new)
    let queue = tasks.queue(
      broker: parts.backend, results: parts.backend, clock: parts.clock,
      origin: parts.messages.origin ?? parts.node.name)
    let registry = try tasks.registry(
      in: tasks.context(services: parts.services, queue: queue, logger: logger), logger: logger)
    parts.replace(configuration: new, registry: registry, messages: queue.messages)
    if let worker = parts.worker {
      worker.replaceHandlers(registry.handlers)
      worker.replaceQueues(WorkerSettings.queues(new, registry))
      try resize(worker, to: WorkerSettings.options(new, node: parts.node, registry: registry).concurrency)
    }
    await parts.beat?.replace(entries: ScheduleAssembly(new).entries(registry: registry))
    let later = atNextStart(old.options, new.options)
    let note = later.isEmpty ? "" : "; at the next start only: \(later.joined(separator: ", "))"
    return "configuration reloaded: \(registry.names.count) tasks, \(new.entries.count) scheduled\(note)"
  }

  private func resize(_ worker: Worker, to wanted: Int) throws {
    let threads = worker.snapshot.threads
    if wanted > threads { try worker.grow(by: wanted - threads) }
    if wanted < threads { worker.shrink(by: threads - wanted) }
  }

  private func atNextStart(_ old: DaemonOptions, _ new: DaemonOptions) -> [String] {
    var names: [String] = []
    func compare<Value: Equatable>(_ name: String, _ value: (DaemonOptions) -> Value) {
      if value(old) != value(new) { names.append(name) }
    }
    compare("broker_url") { $0.broker }
    compare("result_backend") { $0.resultBackend }
    compare("sqlite_synchronous") { $0.sqliteSynchronous }
    compare("database_url") { $0.databaseURL }
    compare("database_pool") { $0.databasePool }
    compare("state_directory") { $0.stateDirectory }
    compare("control_socket") { $0.controlSocket }
    compare("hostname") { $0.hostname }
    compare("log_format") { $0.logFormat }
    compare("log_level") { $0.logLevel }
    compare("tasks_per_thread") { $0.tasksPerThread }
    compare("worker_prefetch_multiplier") { $0.prefetchMultiplier }
    compare("worker_max_deliveries") { $0.maxDeliveries }
    compare("task_time_limit") { $0.timeLimits }
    compare("result_expires") { $0.resultExpires }
    return names
  }
}
