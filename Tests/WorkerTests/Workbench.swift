import Synchronization
import TaskModel
import TasksTesting
import Worker

/// A worker on a memory backend, with clocks moved by hand and a record of what it reported.
struct Workbench: Sendable {
  let clock = ManualClock()
  let timer = ManualClock()
  let backend: MemoryBackend
  let worker: Worker
  let log = EventRecord()

  init(
    concurrency: Int = 1, tasksPerThread: Int = 1, prefetch: Prefetch = .automatic, handlers: [any TaskHandler],
    adjust: (inout WorkerOptions) -> Void = { _ in }
  ) {
    backend = MemoryBackend(clock: clock)
    var options = WorkerOptions(
      node: NodeIdentity(name: "celery@test", incarnation: "1"), concurrency: concurrency,
      tasksPerThread: tasksPerThread, prefetch: prefetch)
    adjust(&options)
    worker = Worker(
      options: options, backend: backend, handlers: handlers, clock: clock, timer: timer,
      report: { [log] event in log.add(event) })
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
}

extension AsyncStream where Element == Void {
  /// One look before the first change.
  var startingNow: AsyncStream<Void> {
    let stream = self
    return AsyncStream { continuation in
      continuation.yield(())
      let task = Task {
        for await element in stream { continuation.yield(element) }
        continuation.finish()
      }
      continuation.onTermination = { _ in task.cancel() }
    }
  }
}

/// Events in order, with waiting for the next of a kind.
final class EventRecord: Sendable {
  private struct State {
    var events: [WorkerEvent] = []
    var watchers: [(matches: @Sendable (WorkerEvent) -> Bool, continuation: CheckedContinuation<Void, Never>)] = []
  }

  private let state = Mutex(State())

  func add(_ event: WorkerEvent) {
    let reached = state.withLock { state in
      state.events.append(event)
      let reached = state.watchers.filter { $0.matches(event) }.map(\.continuation)
      state.watchers.removeAll { $0.matches(event) }
      return reached
    }
    for continuation in reached { continuation.resume() }
  }

  func wait(for matches: @escaping @Sendable (WorkerEvent) -> Bool) async {
    await withCheckedContinuation { continuation in
      let isThere = state.withLock { state in
        if state.events.contains(where: matches) { return true }
        state.watchers.append((matches, continuation))
        return false
      }
      if isThere { continuation.resume() }
    }
  }

  var endings: [TaskEnding.Outcome] {
    state.withLock { state in
      state.events.compactMap { event in
        if case .ended(let ending) = event { ending.outcome } else { nil }
      }
    }
  }

  func count(where matches: (WorkerEvent) -> Bool) -> Int { state.withLock { $0.events.count(where: matches) } }
}

/// A handler made of a closure.
struct Probe: TaskHandler {
  let name: TaskName
  var aliases: [TaskName] = []
  var options = TaskOptions()
  var origin: String { "a test" }
  var refuses: String?
  let body: @Sendable (RunContext) async throws -> JSONValue

  init(
    _ name: TaskName, options: TaskOptions = TaskOptions(), refuses: String? = nil,
    body: @escaping @Sendable (RunContext) async throws -> JSONValue = { _ in .null }
  ) {
    self.name = name
    self.options = options
    self.refuses = refuses
    self.body = body
  }

  func bind(_ arguments: TaskArguments) throws(ArgumentError) -> any BoundTask {
    if let refuses { throw ArgumentError(path: refuses, message: "does not fit") }
    return Bound(body: body)
  }

  private struct Bound: BoundTask {
    let body: @Sendable (RunContext) async throws -> JSONValue
    func run(_ context: RunContext) async throws -> JSONValue { try await body(context) }
  }
}

/// Something a run can wait at until the test lets it pass; also blocks threads.
final class Barrier: Sendable {
  private struct State {
    var isOpen = false
    var waiting: [CheckedContinuation<Void, Never>] = []
    var arrived = 0
    var watchers: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []
  }

  private let state = Mutex(State())

  func arrive() {
    let reached = state.withLock { state in
      state.arrived += 1
      let reached = state.watchers.filter { $0.count <= state.arrived }.map(\.continuation)
      state.watchers.removeAll { $0.count <= state.arrived }
      return reached
    }
    for watcher in reached { watcher.resume() }
  }

  func pass() async {
    arrive()
    await withCheckedContinuation { continuation in
      let goesOn = state.withLock { state in
        if !state.isOpen { state.waiting.append(continuation) }
        return state.isOpen
      }
      if goesOn { continuation.resume() }
    }
  }

  func waitForArrivals(_ count: Int = 1) async {
    await withCheckedContinuation { continuation in
      let isThere = state.withLock { state in
        if state.arrived >= count { return true }
        state.watchers.append((count, continuation))
        return false
      }
      if isThere { continuation.resume() }
    }
  }

  func open() {
    let waiting = state.withLock { state in
      state.isOpen = true
      defer { state.waiting = [] }
      return state.waiting
    }
    for continuation in waiting { continuation.resume() }
  }
}
