import TaskModel
import TasksTesting
import Worker
import WorkerThreads

/// A worker on a memory backend, with clocks moved by hand and a record of what it reported.
struct Workbench: Sendable {
  let clock: ManualClock
  let timer: ManualClock
  let backend: MemoryBackend
  let worker: Worker
  let log = EventRecord()

  /// - Parameters:
  ///   - sharing: a bench whose clocks and backend this one uses too.
  ///   - hooks: what happens on the way between the worker and its backend.
  ///   - onEvent: called where the event happens, after it was noted.
  init(
    concurrency: Int = 1, tasksPerThread: Int = 1, prefetch: Prefetch = .automatic, node: String = "celery@test",
    incarnation: String = "1", sharing other: Workbench? = nil, handlers: [any TaskHandler],
    hooks: BackendHooks = BackendHooks(), adjust: (inout WorkerOptions) -> Void = { _ in },
    makeThread: @escaping @Sendable (String) throws(ThreadError) -> WorkerThread = { name throws(ThreadError) in
      try WorkerThread(name: name)
    },
    onEvent: @escaping @Sendable (WorkerEvent) -> Void = { _ in }
  ) {
    clock = other?.clock ?? ManualClock()
    timer = other?.timer ?? ManualClock()
    backend = other?.backend ?? MemoryBackend(clock: clock)
    var options = WorkerOptions(
      node: NodeIdentity(name: node, incarnation: incarnation), concurrency: concurrency,
      tasksPerThread: tasksPerThread, prefetch: prefetch)
    adjust(&options)
    worker = Worker(
      options: options, backend: HookedBackend(inner: backend, hooks: hooks), handlers: handlers, clock: clock,
      timer: timer, makeThread: makeThread,
      report: { [log] event in
        log.add(event)
        onEvent(event)
      })
  }

  /// Runs the worker while `body` runs, then stops it warm.
  func whileWorking(_ body: () async throws -> Void) async throws {
    let running = Task { try await worker.run() }
    do {
      try await body()
    } catch {
      worker.stop(.cold)
      throw error
    }
    worker.stop(.warm)
    try await running.value
  }

  @discardableResult
  func send(_ task: TaskName, _ arguments: [JSONValue] = [], adjust: (inout TaskMessage) -> Void = { _ in })
    async throws -> TaskID
  {
    var message = TaskMessage(id: .make(at: clock.now), task: task, arguments: TaskArguments(arguments))
    adjust(&message)
    try await backend.enqueue([message])
    return message.id
  }

  /// Waits for the result to become final.
  func result(of id: TaskID) async throws -> TaskResult? {
    for await _ in backend.changes(of: id).startingNow {
      if let result = try await backend.result(of: id), result.state.isFinal { return result }
    }
    return nil
  }

  /// What another node gets of this queue, with its lease in force.
  func claim(by node: NodeIdentity, limit: Int = 100) async throws -> [ClaimedMessage] {
    try await backend.renewLease(of: node, for: .seconds(15))
    return try await backend.claim(ClaimRequest(node: node, queues: [.standard], limit: limit)).messages
  }

  func inFlight() async throws -> Int {
    try await backend.queueStatistics(of: [.standard]).reduce(0) { $0 + $1.inFlight }
  }
}
