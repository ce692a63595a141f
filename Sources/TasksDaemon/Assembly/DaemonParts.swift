import Beat
import ControlAPI
import Synchronization
import TaskConfiguration
import TaskModel
import Tasks
import Worker

/// A running daemon's parts, for those who look at them or steer them. Made once at start; what a reload replaces is
/// behind the lock.
final class DaemonParts: Sendable {
  private struct Current {
    var configuration: DaemonConfiguration
    var registry: TaskRegistry
    var messages: MessageFactory
    var isReady = false
  }

  let node: NodeIdentity
  let roles: [String]
  let clock: any WallClock
  let timer: any WallClock
  let startedAt: Timestamp
  /// On the clock that never jumps.
  let startedAtTimer: Timestamp
  let backend: any Backend
  let hub: EventHub
  let worker: Worker?
  let beat: BeatLoop?
  /// Sends what committed transactions left in the database; nil without a database.
  let relay: OutboxRelay?
  let router: Router
  /// What `prepare` made; it outlives reloads.
  let services: Services
  private let current: Mutex<Current>
  private let reloadAction = Mutex<(@Sendable () async throws -> String)?>(nil)
  private let shutdownAction = Mutex<(@Sendable () -> Void)?>(nil)
  private let broadcastAction = Mutex<(@Sendable (String, JSONObject) async -> Void)?>(nil)

  private let askAction = Mutex<(@Sendable (RemoteQuestion) async throws(BackendError) -> JSONObject)?>(nil)

  init(
    node: NodeIdentity, roles: [String], clock: any WallClock, timer: any WallClock, backend: any Backend,
    hub: EventHub, worker: Worker?, relay: OutboxRelay?, beat: BeatLoop?, configuration: DaemonConfiguration,
    services: Services,
    registry: TaskRegistry, router: Router, messages: MessageFactory
  ) {
    self.node = node
    self.roles = roles
    self.clock = clock
    self.timer = timer
    startedAt = clock.now
    startedAtTimer = timer.now
    self.backend = backend
    self.hub = hub
    self.worker = worker
    self.beat = beat
    self.relay = relay
    self.router = router
    self.services = services
    current = Mutex(Current(configuration: configuration, registry: registry, messages: messages))
  }

  var configuration: DaemonConfiguration { current.withLock { $0.configuration } }
  var registry: TaskRegistry { current.withLock { $0.registry } }
  var messages: MessageFactory { current.withLock { $0.messages } }
  var isReady: Bool { current.withLock { $0.isReady } }

  func replace(configuration: DaemonConfiguration, registry: TaskRegistry, messages: MessageFactory) {
    current.withLock { current in
      current.configuration = configuration
      current.registry = registry
      current.messages = messages
    }
    router.replace(with: configuration, registry)
  }

  func setReady() { current.withLock { $0.isReady = true } }

  func onReload(_ action: @escaping @Sendable () async throws -> String) { reloadAction.withLock { $0 = action } }
  func onShutdown(_ action: @escaping @Sendable () -> Void) { shutdownAction.withLock { $0 = action } }

  /// Returns what changed, in one line. Throws what is wrong with the new configuration; the old one stays.
  func reload() async throws -> String {
    guard let action = reloadAction.withLock({ $0 }) else { return "nothing to reload yet" }
    return try await action()
  }

  /// Nil: there is nobody to tell any more.
  func onBroadcast(_ action: (@Sendable (String, JSONObject) async -> Void)?) {
    broadcastAction.withLock { $0 = action }
  }

  /// Tells all nodes of the fleet, Celery's workers and this one included, where there is a way to them: a command of
  /// remote control with its arguments.
  func broadcast(_ command: String, _ arguments: JSONObject) async {
    await broadcastAction.withLock { $0 }?(command, arguments)
  }

  /// Nil: there is no way to the others any more.
  func onAsk(_ action: (@Sendable (RemoteQuestion) async throws(BackendError) -> JSONObject)?) {
    askAction.withLock { $0 = action }
  }

  var canAsk: Bool { askAction.withLock { $0 != nil } }

  /// Asks other nodes, Celery's workers among them; answers by node. Nil where there is no way to them.
  func ask(_ question: RemoteQuestion) async throws(BackendError) -> JSONObject? {
    guard let action = askAction.withLock({ $0 }) else { return nil }
    return try await action(question)
  }

  func shutdown() { shutdownAction.withLock { $0 }?() }

  var brokerKind: String {
    switch configuration.options.broker {
    case .memory: "memory"
    case .sqlite: "sqlite"
    case .redis: "redis"
    }
  }

  var brokerPlace: String { configuration.options.broker.maskedDescription }

  func nearestTask(to name: TaskName) -> String? {
    nearestName(to: name.rawValue, among: registry.names.map(\.rawValue))
  }

  /// The lamp that tells the truth: healthy means that claiming and the beat have lately been seen to work, or that the
  /// store is known to be away and is being retried.
  func health() -> Health {
    let liveness = Liveness(parts: self)
    return Health(isHealthy: liveness.isHealthy, isReady: isReady && liveness.isHealthy, text: liveness.text)
  }
}
