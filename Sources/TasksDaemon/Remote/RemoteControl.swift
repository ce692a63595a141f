import CeleryWire
import Logging
import Synchronization
import TaskConfiguration
import TaskModel
import WorkerThreads

/// Makes the node a worker like any other for `celery inspect`, `celery control`, `celery status`, `celery events` and
/// Flower: hears broadcasts, answers them, and sends events and signs of life.
///
/// Has a thread of its own, so that it answers at once whatever keeps Swift's threads busy.
final class RemoteControl: Sendable {
  /// So many answers may wait for the store; with more, the next request waits, too.
  private static let pendingLimit = 50

  let channel: any RemoteChannel
  let parts: DaemonParts
  private let logger: Logger
  let clock = RemoteClock()
  private let publisher: EventPublisher
  private let presence: Presence
  private let desk: RemoteDesk
  private let pending = Mutex(0)

  init(channel: any RemoteChannel, parts: DaemonParts, logger: Logger) {
    self.channel = channel
    self.parts = parts
    self.logger = logger
    publisher = EventPublisher(
      buffer: parts.hub.remoteEvents, channel: channel, node: parts.node.name, clock: clock, wallClock: parts.clock,
      exchange: parts.configuration.options.redis.eventExchange, logger: logger)
    let heart = Heart(parts: parts, publisher: publisher)
    presence = Presence(channel: channel, heart: heart, timer: parts.timer, logger: logger)
    desk = RemoteDesk(parts: parts, clock: clock, heart: heart)
  }

  /// Until it is cancelled; then the node says that it leaves.
  func run() async {
    parts.hub.remoteEvents.setEnabled(parts.configuration.options.redis.sendsTaskEvents)
    parts.hub.remoteEvents.setOpen(true)
    parts.onBroadcast { [self] command, arguments in await broadcast(command, arguments) }
    parts.onAsk { [self] question async throws(BackendError) in try await ask(question) }
    do throws(ThreadError) {
      let thread = try WorkerThread(name: "remote")
      await Task.cancellable(on: thread) { await self.work() }
      await Task(executorPreference: thread) { await self.presence.leave() }.value
      thread.stop()
    } catch {
      // Slower to answer beside tasks that block Swift's threads, but there.
      logger.warning("\(error); remote control shares Swift's threads")
      await work()
      await Task { await presence.leave() }.value
    }
    parts.hub.remoteEvents.setOpen(false)
    parts.onBroadcast(nil)
    parts.onAsk(nil)
  }

  private func work() async {
    async let listening: Void = listen()
    async let living: Void = presence.run()
    async let publishing: Void = publisher.run()
    _ = await (listening, living, publishing)
  }

  private func listen() async {
    await withDiscardingTaskGroup { group in
      await channel.receive { signal in
        switch signal {
        case .connected:
          group.addTask {
            await self.presence.appear()
            await self.desk.learnRevocations()
          }
        case .request(let bytes):
          guard let work = self.accept(bytes) else { return }
          if self.takePlace() {
            group.addTask {
              await work()
              self.givePlace()
            }
          } else {
            await work()
          }
        }
      }
    }
  }

  private func takePlace() -> Bool {
    pending.withLock { pending in
      guard pending < Self.pendingLimit else { return false }
      pending += 1
      return true
    }
  }

  private func givePlace() { pending.withLock { $0 -= 1 } }

  /// Does what is asked for; returns what is left to do, which may take a while.
  private func accept(_ bytes: [UInt8]) -> (@Sendable () async -> Void)? {
    let request: RemoteRequest
    do throws(RemoteRequestError) { request = try RemoteRequest(decoding: bytes) } catch {
      logger.notice("a broadcast that is no control request is ignored: \(error)")
      return nil
    }
    clock.received(request.clock)
    guard request.isAddressed(to: parts.node.name) else { return nil }
    let level: Logger.Level = RemoteCommand(method: request.method)?.steers == true ? .notice : .debug
    logger.log(level: level, "remote control: \(request.method) \(request.arguments)")
    switch desk.answer(request) {
    case .none: return nil
    case .value(let value):
      guard request.replyTo != nil else { return nil }
      return { await self.reply(value, to: request) }
    case .later(let work):
      return { await self.reply(await RemoteDesk.value(of: work), to: request) }
    }
  }

  private func broadcast(_ command: String, _ arguments: JSONObject) async {
    let request = RemoteRequest(method: command, arguments: arguments, clock: clock.forward())
    let envelope = request.encode(
      controlExchange: parts.configuration.options.redis.controlExchange, tag: TaskID.make(at: parts.clock.now).rawValue
    )
    do throws(BackendError) { try await channel.broadcast(envelope) } catch {
      logger.warning("the other nodes do not hear of \(command) \(arguments): \(error)")
    }
  }

  private func reply(_ value: JSONValue, to request: RemoteRequest) async {
    guard let address = request.replyTo else { return }
    let envelope = RemoteReply.encode(
      value, from: parts.node.name, to: address, ticket: request.ticket, clock: clock.forward(),
      tag: TaskID.make(at: parts.clock.now).rawValue)
    do throws(BackendError) {
      if try await channel.reply(envelope, to: address) == 0 {
        logger.debug("nobody waits for the answer to \(request.method) any more")
      }
    } catch {
      logger.notice("the answer to \(request.method) cannot be sent: \(error)")
    }
  }
}

extension Task where Success == Void, Failure == Never {
  /// Runs `body` on the thread until it ends; cancelled with the caller.
  fileprivate static func cancellable(
    on thread: WorkerThread, _ body: @escaping @Sendable () async -> Void
  ) async {
    let task = Task(executorPreference: thread) { await body() }
    await withTaskCancellationHandler {
      await task.value
    } onCancel: {
      task.cancel()
    }
  }
}
