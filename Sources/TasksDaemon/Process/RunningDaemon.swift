import Beat
import CeleryWire
import ControlAPI
import Logging
import Synchronization
import Systemd
import TaskConfiguration
import TaskModel
import Tasks
import Worker
import WorkerThreads

/// A daemon from its first breath to its last: serves, listens to signals, and stops in order.
struct RunningDaemon: Sendable {
  let parts: DaemonParts
  let loader: ConfigurationLoader
  let notifier: ServiceNotifier
  let logger: Logger
  let address: ControlAddress
  /// Where Celery's remote control comes from, where the store has it and this is a worker.
  let remote: (any RemoteChannel)?

  private static let farewellLimit = Duration.seconds(3)

  /// - Parameter signals: those that do not ask for the end.
  func run(signals: AsyncStream<SignalSource.Signal>, stop: StopRequest) async throws {
    parts.onShutdown { stop.request(.warm) }
    let reloads = OneByOne()
    parts.onReload {
      try await reloads.run { try await Reload(parts: parts, loader: loader, notifier: notifier, logger: logger).run() }
    }
    let (served, serves) = AsyncStream<Never>.makeStream()
    let server = ControlServer(ControlDesk(parts: parts), at: address, limits: limits, logger: logger) {
      serves.finish()
    }
    let serving = Task { try await server.run() }
    let working = Task { try await parts.worker?.run() }
    let relaying = Task { await parts.relay?.run() }
    let beating = Task { await parts.beat?.run() }
    let listening = Task { await listen(signals) }
    let obeying = Task { await obey() }
    let minding = Task { await Housekeeping(parts: parts, notifier: notifier, logger: logger).run() }
    let failures = watch(serving, working, stop)
    let readying = Task { await becomeReady(served) }

    await stop.wait(for: .warm)
    readying.cancel()
    let announcement = Task { await announceStop() }
    beating.cancel()
    await beating.value
    let hardEnd = Task { await endHard(after: stop) }
    parts.worker?.stop(.warm)
    try? await working.value
    relaying.cancel()
    await relaying.value
    hardEnd.cancel()
    announcement.cancel()
    minding.cancel()
    obeying.cancel()
    await obeying.value
    parts.hub.finish()
    server.stop()
    _ = await serving.result
    listening.cancel()
    if let failure = await failures.value { throw failure }
  }

  /// Says goodbye to Celery's world before the store is closed.
  private func obey() async {
    guard let remote else { return }
    let control = Task { await RemoteControl(channel: remote, parts: parts, logger: logger).run() }
    await withTaskCancellationHandler {
      await control.value
    } onCancel: {
      control.cancel()
      // A server that hangs must not hold up the end.
      Task { [parts] in
        try? await parts.timer.sleep(until: parts.timer.now + Self.farewellLimit)
        remote.shutDown()
      }
    }
    remote.shutDown()
  }

  private var limits: ControlLimits {
    var limits = ControlLimits()
    limits.body = max(limits.body, parts.configuration.options.maxMessageSize * 2)
    return limits
  }

  /// A control socket or threads that cannot be had end the daemon: half a daemon is worse than none.
  private func watch(
    _ serving: Task<Void, any Error>, _ working: Task<Void?, any Error>, _ stop: StopRequest
  ) -> Task<DaemonError?, Never> {
    Task {
      async let served: DaemonError? = {
        guard case .failure(let error) = await serving.result else { return nil }
        stop.request(.warm)
        return DaemonError(.cannotCreate, "\(error)")
      }()
      async let worked: DaemonError? = {
        guard case .failure(let error) = await working.result else { return nil }
        stop.request(.warm)
        return DaemonError(.unavailable, "\(error)")
      }()
      let (first, second) = (await served, await worked)
      return first ?? second
    }
  }

  /// READY means that a claim has worked, or that the schedule is in force where there is no worker, and that the control
  /// socket is there: `systemctl start tasksd && tasksd call …` must not come too early.
  /// - Parameter served: ends when connections are accepted.
  private func becomeReady(_ served: AsyncStream<Never>) async {
    if let worker = parts.worker {
      await worker.waitUntilClaiming()
    } else if let beat = parts.beat {
      while !Task.isCancelled, await !beat.waitUntilInForce() {
        try? await parts.timer.sleep(until: parts.timer.now + .milliseconds(50))
      }
    }
    for await _ in served {}
    if Task.isCancelled { return }
    parts.setReady()
    notifier.ready(status: Liveness(parts: parts).text)
    logger.notice("\(Greeting(parts: parts, address: address).text)")
  }

  private func listen(_ signals: AsyncStream<SignalSource.Signal>) async {
    for await signal in signals {
      switch signal {
      case .terminate, .interrupt, .quit: break
      case .hangUp:
        do {
          let changes = try await parts.reload()
          logger.notice("\(changes)")
        } catch {
          logger.error("the configuration was not reloaded, the old one stays:\n\(error)")
        }
      case .stopTaking:
        parts.worker?.pause()
        logger.notice("takes no new tasks; tasksd ctl control resume goes on")
      case .dumpState:
        logger.notice("state: \(StateDump(parts: parts).text)")
      }
    }
  }

  private func announceStop() async {
    notifier.stopping()
    let running = parts.worker?.snapshot.active.count ?? 0
    logger.notice(
      "stopping\(running > 0 ? ", \(running) running task\(running == 1 ? "" : "s") may finish first" : "")")
    // As long as tasks run, systemd must not lose patience before its time limit would say so.
    while !Task.isCancelled {
      let left = parts.worker?.snapshot.active.count ?? 0
      notifier.status("stopping, \(left) running")
      notifier.extendTimeout(.seconds(30))
      do { try await parts.timer.sleep(until: parts.timer.now + .seconds(10)) } catch { return }
    }
  }

  /// Cancels what runs when a cold stop is asked for or the stop takes too long; gives up altogether when even that does
  /// not end it.
  private func endHard(after stop: StopRequest) async {
    let limit = parts.configuration.options.stopTimeout
    let deadline = Task {
      try await parts.timer.sleep(until: parts.timer.now + limit)
      logger.error("the stop took longer than \(text(limit)): running tasks are cancelled and given back")
      stop.request(.cold)
    }
    defer { deadline.cancel() }
    await stop.wait(for: .cold)
    if Task.isCancelled { return }
    parts.worker?.stop(.cold)
    do { try await parts.timer.sleep(until: parts.timer.now + .seconds(15)) } catch { return }
    logger.critical("the worker does not end; what it held is taken back when the next one starts")
    ProcessEnd.now(code: DaemonError.Code.failure.rawValue)
  }
}
