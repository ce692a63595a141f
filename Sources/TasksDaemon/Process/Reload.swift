import Beat
import Logging
import Systemd
import TaskConfiguration
import TaskModel
import Tasks
import Worker

/// Reads the configuration again and puts it in force, or refuses it whole. Nothing that waits or runs is touched.
///
/// In force at once: scheduled entries, command tasks, routes, queues, settings, concurrency, site URL. Options that wait for
/// the next start are said in the answer; which these are, the table of options knows.
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
    let later = OptionChanges.waitingForStart(old.options, new.options)
    let note = later.isEmpty ? "" : "; at the next start only: \(later.joined(separator: ", "))"
    return "configuration reloaded: \(registry.names.count) tasks, \(new.entries.count) scheduled\(note)"
  }

  private func resize(_ worker: Worker, to wanted: Int) throws {
    let threads = worker.snapshot.threads
    if wanted > threads { try worker.grow(by: wanted - threads) }
    if wanted < threads { worker.shrink(by: threads - wanted) }
  }
}
