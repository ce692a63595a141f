import FoundationEssentials
import MemoryBackend
import SQLiteDatabase
import TaskModel
import Tasks
import Worker
import WorkerThreads

/// Puts together what a daemon has, in one process and for the time of a test.
struct TestSite {
  let tasks: [any TaskDefinition.Type]
  let mode: TaskMode
  let settings: Settings
  let siteURL: String?
  let clock: ManualClock

  /// Time limits and leases go by it. One for the process, since the thread of a clock stays.
  private static let timer = Swift.Result { () throws(ThreadError) in try SystemClock(.monotonic) }

  func open<Result: Sendable>(
    database given: (any Database)?, prepare: (inout Services, Settings) async throws -> Void,
    isolation: isolated (any Actor)?, _ body: (TestedTasks) async throws -> Result
  ) async throws -> Result {
    let database = try given ?? SQLiteDatabase(":memory:", clock: clock)
    var services = Services()
    services.register(database, as: (any Database).self)
    do {
      try await prepare(&services, settings)
      let tasks = try await testedTasks(services, services.find((any Database).self) ?? database)
      let result = try await use(tasks, isolation: isolation, body)
      if given == nil { await database.close() }
      return result
    } catch {
      if given == nil { await database.close() }
      throw error
    }
  }

  /// What stood in the way of running what was due is an error, also where nobody asked.
  private func use<Result: Sendable>(
    _ tasks: TestedTasks, isolation: isolated (any Actor)?, _ body: (TestedTasks) async throws -> Result
  ) async throws -> Result {
    do {
      let result = try await body(tasks)
      try await tasks.engine.stop()
      _ = try tasks.record.takeNew()
      return result
    } catch {
      try await tasks.engine.stop()
      throw error
    }
  }

  private func testedTasks(_ services: Services, _ database: any Database) async throws -> TestedTasks {
    let store = try await store()
    // What runs send is run behind them.
    let inner = TaskQueue(broker: store, results: store, clock: clock, origin: "test")
    let context = ApplicationContext(
      settings: settings, services: services, siteURL: siteURL.flatMap { URL(string: $0) }, queue: inner,
      logger: Logger(label: "tasks") { _ in SwiftLogNoOpLogHandler() })
    let registry = try TaskRegistry(tasks, in: context)
    let record = RunRecord()
    let relay = OutboxRelay(database: database, store: store, timer: try Self.timer.get())
    let engine = try engine(store, registry, relay, record)
    let queue = eager(inner, engine, record)
    let database = eager(database, engine, record)
    var services = services
    services.register(database, as: (any Database).self)
    return TestedTasks(
      queue: queue, database: TaskDatabase(database, queue: queue), clock: clock, services: services,
      settings: settings, store: store, engine: engine, record: record)
  }

  private func store() async throws -> any Backend {
    if case .queued(let open) = mode { try await open(clock) } else { MemoryBackend(clock: clock) }
  }

  private func engine(
    _ store: any Backend, _ registry: TaskRegistry, _ relay: OutboxRelay, _ record: RunRecord
  ) throws -> any TaskEngine {
    let queues = Set(registry.handlers.compactMap(\.options.queue)).subtracting([.standard])
    let options = WorkerOptions(
      node: NodeIdentity(name: "celery@test", incarnation: TaskID.make(at: clock.now).rawValue),
      queues: [.standard] + queues.sorted())
    let timer = try Self.timer.get()
    let report: @Sendable (WorkerEvent) -> Void = { event in
      if case .ended(let ending) = event { record.note(ending) }
    }
    if case .queued = mode {
      return WorkerEngine(
        options: options, store: store, handlers: registry.handlers, relay: relay, clock: clock, timer: timer,
        report: report)
    }
    let drain = Drain(
      options: options, store: store, handlers: registry.handlers, clock: clock, timer: timer, report: report
    ) {
      try await relay.relayAll()
    }
    return InPlaceEngine(drain: drain, isEager: isEager)
  }

  private var isEager: Bool { if case .eager = mode { true } else { false } }

  private func eager(_ queue: TaskQueue, _ engine: any TaskEngine, _ record: RunRecord) -> TaskQueue {
    guard case .eager(let propagatesErrors) = mode else { return queue }
    return queue.running { (ids) async throws(SendError) in
      let endings: [TaskEnding]
      do { endings = try await engine.sent(ids) } catch { return record.note(obstacle: error) }
      if propagatesErrors, let failed = endings.firstFailure { throw SendError(failed.failure, of: failed.task) }
    }
  }

  private func eager(_ database: any Database, _ engine: any TaskEngine, _ record: RunRecord) -> any Database {
    guard isEager else { return database }
    return CommitNotifyingDatabase(database) {
      do { _ = try await engine.sent([]) } catch { record.note(obstacle: error) }
    }
  }
}
