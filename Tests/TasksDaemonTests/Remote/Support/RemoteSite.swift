import Logging
import TaskConfiguration
import TaskModel
import Tasks
import TasksTesting
import Testing
import Worker

@testable import CeleryWire
@testable import TasksDaemon

/// A daemon's parts with the store in memory, clocks that stand still, and remote control over a double.
final class RemoteSite: Sendable {
  static let node = "celery@here"

  let clock = ManualClock()
  let timer = ManualClock()
  let channel = RemoteDouble()
  let backend: MemoryBackend
  let parts: DaemonParts
  private let control: RemoteControl
  private let running: Task<Void, Never>

  init(tasks: [TestTask] = [], configure: (inout DaemonConfiguration) -> Void = { _ in }) throws {
    var configuration = DaemonConfiguration()
    configuration.options.brokerURL = .memory
    configure(&configuration)
    let node = NodeIdentity(name: Self.node, incarnation: "1")
    let backend = MemoryBackend(clock: clock)
    let hub = EventHub(
      wording: EventWording(logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }), clock: clock,
      node: Self.node)
    let worker = Worker(
      options: WorkerOptions(node: node), backend: backend, handlers: tasks, clock: clock, timer: timer,
      report: { hub.record($0) })
    let registry = try TaskRegistry(tasks)
    parts = DaemonParts(
      node: node, roles: ["worker"], clock: clock, timer: timer, backend: backend, hub: hub, worker: worker, relay: nil,
      beat: nil,
      configuration: configuration, services: Services(), registry: registry,
      router: Router(configuration, registry), messages: MessageFactory(clock: clock))
    self.backend = backend
    control = RemoteControl(
      channel: channel, parts: parts, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    running = Task { [control] in await control.run() }
  }

  /// Ends remote control as the daemon's end does.
  func stop() async {
    running.cancel()
    await running.value
  }

  /// The value of this node's answer.
  func ask(_ method: String, _ arguments: JSONValue = [:]) async throws -> JSONValue {
    channel.hear([
      "method": .string(method), "arguments": arguments, "ticket": "ticket",
      "reply_to": ["exchange": "reply.celery.pidbox", "routing_key": "asker"],
    ])
    return try await nextAnswer()
  }

  func tell(_ method: String, _ arguments: JSONValue = [:]) {
    channel.hear(["method": .string(method), "arguments": arguments])
  }

  func nextAnswer() async throws -> JSONValue {
    for await reply in channel.replies {
      guard let value = reply.body[Self.node] else { throw UnexpectedReply(body: reply.body) }
      return value
    }
    throw UnexpectedReply(body: .null)
  }

  struct UnexpectedReply: Error { let body: JSONValue }

  /// Works with the worker, too, while `body` runs.
  func working<Value: Sendable>(_ body: () async throws -> Value) async throws -> Value {
    let worker = try #require(parts.worker)
    let work = Task { try await worker.run() }
    await worker.waitUntilClaiming()
    let value: Value
    do { value = try await body() } catch {
      worker.stop(.cold)
      throw error
    }
    worker.stop(.cold)
    try await work.value
    return value
  }
}
