import TaskModel
import TasksTesting
import Worker

/// A drain of a memory backend, with clocks moved by hand and a record of what it reported.
struct DrainBench: Sendable {
  let clock = ManualClock()
  let timer = ManualClock()
  let backend: MemoryBackend
  let drain: Drain
  let log = EventRecord()

  init(
    _ handlers: [any TaskHandler], refill: @escaping @Sendable (MemoryBackend) async throws -> Void = { _ in }
  ) {
    let backend = MemoryBackend(clock: clock)
    self.backend = backend
    drain = Drain(
      options: WorkerOptions(node: NodeIdentity(name: "drain", incarnation: "1")), store: backend, handlers: handlers,
      clock: clock, timer: timer, report: { [log] in log.add($0) }, refill: { try await refill(backend) })
  }

  @discardableResult
  func send(
    _ task: TaskName, _ arguments: [JSONValue] = [], adjust: (inout TaskMessage) -> Void = { _ in }
  ) async throws -> TaskID {
    var message = TaskMessage(id: .make(at: clock.now), task: task, arguments: TaskArguments(arguments))
    adjust(&message)
    try await backend.enqueue([message])
    return message.id
  }

  func inFlight() async throws -> Int {
    try await backend.queueStatistics(of: [.standard]).reduce(0) { $0 + $1.inFlight }
  }
}
