import Glibc
import Logging
import MemoryBackend
import TaskConfiguration
import TaskModel
import Tasks
import Worker
import WorkerThreads

/// Wires the parts of one client together, as ``DaemonAssembly`` those of a daemon.
struct ClientAssembly {
  let configuration: DaemonConfiguration
  let store: OpenStore
  let clock: SystemClock
  let timer: SystemClock
  let logger: Logger

  /// - Throws: ``DaemonError``: 78 for a wrong configuration, 69 for a store that is away; what `prepare` throws.
  static func open(_ path: String?, logger: Logger) async throws -> TaskClient {
    let configuration = try LoadedConfiguration.load(path, role: .other).valid()
    let clock = try systemClock(.realtime)
    let store = try await openStore(configuration.options, clock, logger)
    do {
      let assembly = ClientAssembly(
        configuration: configuration, store: store, clock: clock, timer: try systemClock(.monotonic), logger: logger)
      return try await assembly.make()
    } catch {
      store.close()
      throw error
    }
  }

  private static func openStore(
    _ options: DaemonOptions, _ clock: SystemClock, _ logger: Logger
  ) async throws(DaemonError) -> OpenStore {
    if options.alwaysEager { return OpenStore(backend: MemoryBackend(clock: clock), close: {}) }
    return try await StoreOpening.open(options, clock: clock, name: "client", logger: logger)
  }

  private static func systemClock(_ source: SystemClock.Source) throws(DaemonError) -> SystemClock {
    do throws(ThreadError) { return try SystemClock(source) } catch {
      throw DaemonError(.unavailable, error.description)
    }
  }

  private func make() async throws -> TaskClient {
    let tasks = TaskAssembly(configuration: configuration)
    let keepsResults = configuration.options.resultBackend != .disabled
    let queue = tasks.queue(
      broker: store.backend, results: keepsResults ? store.backend : nil, clock: clock,
      origin: "gen\(getpid())@\(hostName())")
    let settings = Settings(configuration.settings)
    var services = Services()
    let configured = try DatabaseOpening.open(configuration.options, clock: clock)
    if let configured { services.register(configured, as: (any Database).self) }
    try await Application.prepare(&services, settings: settings)
    let context = tasks.context(services: services, queue: queue, logger: logger)
    let registry = try tasks.registry(in: context, logger: logger)
    let router = Router(configuration, registry)
    let hub = EventHub(wording: EventWording(logger: logger), clock: clock, node: "client@\(hostName())")
    let relay = services.find((any Database).self).map { self.relay($0, router, hub) }
    let client = TaskClient(
      queue: queue, services: services, settings: settings, siteURL: context.siteURL, relay: relay, eager: nil,
      store: store)
    return configuration.options.alwaysEager ? eager(client, registry, router, hub) : client
  }

  private func relay(_ database: any Database, _ router: Router, _ hub: EventHub) -> OutboxRelay {
    OutboxRelay(
      database: database, store: store.backend, route: { router.queue(of: $0) }, timer: timer,
      report: { hub.record($0) })
  }

  /// The same client, which runs what it sends. What runs themselves send and commit is run behind them.
  private func eager(
    _ client: TaskClient, _ registry: TaskRegistry, _ router: Router, _ hub: EventHub
  ) -> TaskClient {
    let node = NodeIdentity(name: "eager@\(hostName())", incarnation: "\(getpid())")
    var options = WorkerSettings.options(configuration, node: node, registry: registry)
    options.route = { router.queue(of: $0) }
    let relay = client.relay
    let drain = Drain(
      options: options, store: store.backend, handlers: registry.handlers, clock: clock, timer: timer,
      report: { hub.record($0) },
      refill: { try await relay?.relayAll() })
    let eager = EagerTasks(drain, propagatesErrors: configuration.options.eagerPropagates)
    var services = client.services
    if let database = services.find((any Database).self) {
      services.register(CommitNotifyingDatabase(database) { await eager.committed() }, as: (any Database).self)
    }
    return TaskClient(
      queue: client.queue.running { (ids) async throws(SendError) in try await eager.sent(ids) },
      services: services, settings: client.settings, siteURL: client.siteURL, relay: nil, eager: eager, store: store)
  }
}
