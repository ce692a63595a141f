import Beat
import CommandTasks
import Glibc
import Logging
import TaskConfiguration
import TaskModel
import Tasks
import Worker
import WorkerThreads

/// Wires the parts of one daemon together: the only place that knows every room.
struct DaemonAssembly {
  let configuration: DaemonConfiguration
  let node: NodeIdentity
  let roles: [DaemonRun.Role]
  let clock: SystemClock
  let timer: SystemClock
  let store: OpenStore
  let logger: Logger

  private var backend: any Backend {
    #if DEBUG
      if let plan { return FaultyStore(store: store.backend, plan: plan) }
    #endif
    return store.backend
  }

  #if DEBUG
    private let plan = FaultPlan(ProcessEnvironment.current["TASKSD_FAULT"])
  #endif

  func make() async throws -> DaemonParts {
    let tasks = TaskAssembly(configuration: configuration)
    let keepsResults = configuration.options.resultBackend != .disabled
    let queue = tasks.queue(
      broker: backend, results: keepsResults ? backend : nil, clock: clock, origin: "\(getpid())@\(node.name)")
    let database = try openDatabase()
    var services = Services()
    if let database { services.register(database, as: (any Database).self) }
    try await prepare(&services)
    try checkDatabase(services)
    let registry = try tasks.registry(
      in: tasks.context(services: services, queue: queue, logger: logger), logger: logger)
    let router = Router(configuration, registry)
    let hub = EventHub(wording: EventWording(logger: logger), clock: clock, node: node.name)
    return DaemonParts(
      node: node, roles: roles.map(\.rawValue), clock: clock, timer: timer, backend: backend, hub: hub,
      worker: roles.contains(.worker) ? worker(registry, router, hub) : nil,
      relay: services.find((any Database).self).map { relay($0, router, hub) },
      beat: roles.contains(.beat) ? beat(registry, hub) : nil, configuration: configuration, services: services,
      registry: registry, router: router, messages: queue.messages)
  }

  /// What the application's tasks share. What it throws is a mistake in its settings as far as anyone can know.
  private func prepare(_ services: inout Services) async throws {
    do {
      try await Application.prepare(&services, settings: Settings(configuration.settings))
    } catch {
      throw DaemonError(.configuration, "the application cannot be prepared: \(error)")
    }
  }

  private func openDatabase() throws(DaemonError) -> (any Database)? {
    let database = try DatabaseOpening.open(configuration.options, clock: clock)
    #if DEBUG
      if let plan, let database { return FaultyDatabase(database: database, plan: plan) }
    #endif
    return database
  }

  /// Better at the start than at each task.
  private func checkDatabase(_ services: Services) throws(DaemonError) {
    guard roles.contains(.worker), services.find((any Database).self) == nil,
      let task = Application.tasks.first(where: { $0 is any TransactionalTask.Type })
    else { return }
    throw DaemonError(
      .configuration,
      "task '\(task.name)' runs in a database transaction, and there is no database: set database_url in [tasksd], or "
        + "register one as (any Database).self in prepare")
  }

  private func relay(_ database: any Database, _ router: Router, _ hub: EventHub) -> OutboxRelay {
    OutboxRelay(
      database: database, store: backend, route: { router.queue(of: $0) }, timer: timer, report: { hub.record($0) })
  }

  private func worker(_ registry: TaskRegistry, _ router: Router, _ hub: EventHub) -> Worker {
    var options = WorkerSettings.options(configuration, node: node, registry: registry)
    options.route = { router.queue(of: $0) }
    return Worker(
      options: options, backend: backend,
      handlers: registry.handlers, clock: clock, timer: timer, report: { hub.record($0) })
  }

  private func beat(_ registry: TaskRegistry, _ hub: EventHub) -> BeatLoop {
    BeatLoop(
      store: backend, clock: clock, entries: ScheduleAssembly(configuration).entries(registry: registry),
      options: BeatOptions(origin: "beat@\(hostName())"), report: { hub.record($0) })
  }
}

/// The configuration in the worker's words.
enum WorkerSettings {
  static func options(_ configuration: DaemonConfiguration, node: NodeIdentity, registry: TaskRegistry) -> WorkerOptions
  {
    let options = configuration.options
    var settings = WorkerOptions(node: node, queues: queues(configuration, registry))
    settings.concurrency = options.workerConcurrency ?? max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
    settings.tasksPerThread = options.tasksPerThread
    settings.prefetch =
      if case .times(let count) = options.prefetchMultiplier { .multiplier(count) } else { .automatic }
    settings.lease = options.lease
    settings.maxDeliveries = options.maxDeliveries
    settings.timeLimit = options.timeLimits
    settings.resultExpires = options.resultExpires ?? .days(365_000)
    settings.ignoresResults = options.ignoresResults || options.resultBackend == .disabled
    settings.acknowledges = options.acknowledgesLate ? .late : .early
    settings.tracksStarted = options.tracksStarted
    settings.storesArguments = options.redis.extendsResults
    return settings
  }

  static func queues(_ configuration: DaemonConfiguration, _ registry: TaskRegistry) -> [QueueName] {
    configuration.consumedQueues(adding: registry.handlers.compactMap(\.options.queue))
  }
}
