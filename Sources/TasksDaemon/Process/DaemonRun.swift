import ControlAPI
import Glibc
import Logging
import Systemd
import TaskConfiguration
import TaskModel
import Tasks
import Worker
import WorkerThreads

/// `tasksd run`, `worker` and `beat`: reads the configuration, wires everything once, and owns the order of start and stop.
///
/// Start: configuration, state directory, log, store, parts, control socket; READY once a claim has worked. Stop: beat,
/// worker (running tasks finish), control socket, store.
struct DaemonRun {
  enum Role: String, CaseIterable { case worker, beat }

  private let options: RunOptions
  private let wantedRoles: [Role]

  init(_ options: RunOptions, roles: [Role]) {
    self.options = options
    wantedRoles = roles
  }

  func run() async throws {
    let stop = StopRequest()
    let signals = stop.heeding(try SignalSource().signals)
    let notifier = ServiceNotifier()
    options.configuration.noteIgnored()
    let loader = ConfigurationLoader(options: options, role: checkRole)
    let loaded = loader.load()
    let configuration = try loaded.valid()
    let settings = configuration.options
    // `beat_enabled = false` leaves a `tasksd run` with the worker; `tasksd beat` means what it says.
    let roles = wantedRoles.count > 1 && !settings.beatEnabled ? [.worker] : wantedRoles
    let clock = try SystemClock(.realtime)
    let node = NodeIdentity(
      name: NodeName.expand(settings.hostname), incarnation: TaskID.make(at: clock.now).rawValue)
    try StoreOpening.makeDirectory(settings.stateDirectory)
    let locks = try locks(settings, roles, node)
    let logger = LogSetup.make(settings, clock: clock)
    for problem in loaded.problems { logger.notice("\(problem)") }
    if getuid() == 0 { logger.warning("running as root: give tasksd a user of its own (systemd/tasksd.service does)") }
    let timer = try SystemClock(.monotonic)
    let opened = try await openStore(
      settings, node: node, clock: clock, timer: timer, logger: logger, notifier: notifier, stop: stop)
    guard let store = opened,
      try await takeName(node, settings, roles, store, timer: timer, logger: logger, notifier: notifier, stop: stop)
    else { return logger.notice("stopped") }
    let parts = try await DaemonAssembly(
      configuration: configuration, node: node, roles: roles, clock: clock, timer: timer, store: store, logger: logger
    ).make()
    if options.purge { try await purge(configuration, store: store.backend, logger: logger) }
    let daemon = RunningDaemon(
      parts: parts, loader: loader, notifier: notifier, logger: logger, address: try controlAddress(settings, roles),
      remote: roles.contains(.worker) && settings.redis.remoteControl ? try store.remote?() : nil)
    try await daemon.run(signals: signals, stop: stop)
    store.close()
    await parts.services.find((any Database).self)?.close()
    logger.notice("stopped")
    withExtendedLifetime(locks) {}
  }

  private var checkRole: ConfigurationCheck.Role {
    wantedRoles.count == 2 ? .daemon : wantedRoles == [.worker] ? .worker : .beat
  }

  private func locks(_ settings: DaemonOptions, _ roles: [Role], _ node: NodeIdentity) throws -> [RoleLock] {
    var locks = try roles.map { role in
      try RoleLock(directory: settings.stateDirectory, role: role.rawValue, node: node.name)
    }
    if roles.contains(.worker), case .sqlite(let path) = settings.broker {
      try StoreOpening.makeDirectory(StoreOpening.parent(of: path))
      locks.append(try RoleLock(store: path, node: node.name))
    }
    return locks
  }

  /// A store that is away now may come back: the daemon stays, retries and says so. Nil when it is told to end meanwhile.
  private func openStore(
    _ settings: DaemonOptions, node: NodeIdentity, clock: SystemClock, timer: SystemClock, logger: Logger,
    notifier: ServiceNotifier, stop: StopRequest
  ) async throws -> OpenStore? {
    var pause = Duration.milliseconds(200)
    var isNews = true
    while true {
      do throws(DaemonError) {
        return try await StoreOpening.open(settings, clock: clock, name: node.name, logger: logger)
      } catch {
        guard error.code == .unavailable else { throw error }
        if isNews { logger.error("the store is away, retrying: \(error)") }
        isNews = false
        notifier.status("store away, retrying: \(error)")
        notifier.extendStart()
      }
      if await stop.isRequested(within: pause, on: timer) { return nil }
      pause = min(pause * 2, .seconds(5))
    }
  }

  /// False when it is told to end meanwhile.
  private func takeName(
    _ node: NodeIdentity, _ settings: DaemonOptions, _ roles: [Role], _ store: OpenStore, timer: SystemClock,
    logger: Logger, notifier: ServiceNotifier, stop: StopRequest
  ) async throws -> Bool {
    guard roles.contains(.worker), let takeName = store.takeName else { return true }
    let home = NodeHome(stateDirectory: settings.stateDirectory).record
    let taking = NameTaking(node: node.name, store: settings.broker.maskedDescription, lease: settings.lease) {
      () async throws(BackendError) in try await takeName(node, home, settings.lease)
    }
    return try await taking.run { text in
      logger.notice("\(text)")
      notifier.status(text)
      notifier.extendStart()
    } pausing: { pause in
      await stop.isRequested(within: pause, on: timer)
    }
  }

  private func purge(_ configuration: DaemonConfiguration, store: any Backend, logger: Logger) async throws {
    let queues = configuration.consumedQueues()
    let count = try await store.purge(queues)
    let names = queues.map(\.rawValue).joined(separator: ", ")
    let parts = "waiting \(count.waiting), deferred \(count.deferred), in flight \(count.inFlight)"
    logger.notice("purged \(count.total) from \(names): \(parts)")
  }

  /// The socket systemd opened for us, the one that was named, or the configuration's. A beat on its own has its own,
  /// so that it can stand beside a worker of the same configuration.
  private func controlAddress(_ settings: DaemonOptions, _ roles: [Role]) throws -> ControlAddress {
    if let descriptor = try ListenDescriptor.receive().first { return .descriptor(descriptor.number) }
    var path = options.socket ?? settings.controlSocket
    if options.socket == nil && roles == [.beat] {
      path = path.hasSuffix(".sock") ? path.dropLast(5) + "-beat.sock" : path + "-beat"
    }
    if let slash = path.lastIndex(of: "/"), slash != path.startIndex {
      try StoreOpening.makeDirectory(String(path[..<slash]))
    }
    return .path(path, mode: UInt32(settings.controlSocketMode), group: settings.controlSocketGroup)
  }
}

/// Celery's `%h` (host name), `%n` (its first part), `%d` (the rest).
enum NodeName {
  static func expand(_ text: String, host: String = hostName()) -> String {
    let parts = host.split(separator: ".", maxSplits: 1)
    let name = text.replacing("%h", with: host).replacing("%n", with: String(parts.first ?? ""))
      .replacing("%d", with: parts.count > 1 ? String(parts[1]) : "")
    return name.contains("@") ? name : "\(name)@\(host)"
  }
}
