public import FoundationEssentials
import Glibc
public import Logging
import TaskConfiguration
public import Tasks
import Worker
import WorkerThreads

/// What a web process or a script sends tasks with: by the daemon's own configuration, and without the daemon.
///
/// ```swift
/// let client = try await TaskClient.open(Shop.self, configuration: "shop.ini")
/// try await client.queue.send(SendSMS(to: "…", text: "…"))
/// try await client.database.transaction { try $0.send(AskForReview(deliveryID: 7), countdown: .hours(2)) }
/// await client.close()
/// ```
/// Let ``run()`` run beside, so that what transactions send leaves at once; without it a daemon with the same `database_url`
/// brings it to its queue.
///
/// **Eager mode.** With `task_always_eager = true` nothing is connected to: `send` runs the task before it returns, here, on
/// the daemon's own road, with arguments that were encoded and decoded, with transactions, replays and retries; what a
/// transaction sends runs after its commit, and never after a rollback. What is not due yet runs when it is due and
/// something else is sent, or ``drain()`` is called. What tasks send while they run is run behind them. With
/// `task_eager_propagates = true` the error of a task is thrown by `send` (`SendError` with the code `taskFailed`), and
/// what a commit runs by the next ``drain()``: the commit itself never throws it.
public final class TaskClient: Sendable {
  /// Sends tasks.
  public let queue: TaskQueue
  /// What the application's `prepare` registered.
  public let services: Services
  /// The configuration's `[app:main]` section.
  public let settings: Settings
  /// Where the application's pages are found, by the configuration's `site_url`.
  public let siteURL: URL?
  /// Brings what was sent in transactions to its queues; nil without a database, and in eager mode.
  public let relay: OutboxRelay?
  private let eager: EagerTasks?
  private let store: OpenStore?

  init(
    queue: TaskQueue, services: Services, settings: Settings, siteURL: URL?, relay: OutboxRelay?, eager: EagerTasks?,
    store: OpenStore?
  ) {
    self.queue = queue
    self.services = services
    self.settings = settings
    self.siteURL = siteURL
    self.relay = relay
    self.eager = eager
    self.store = store
  }

  /// Reads the configuration, opens the broker it names, and lets the application prepare itself.
  ///
  /// - Parameters:
  ///   - path: the configuration file; nil: where the daemon looks for it.
  ///   - logger: where eager tasks and the relay log.
  /// - Throws: ``TaskClientError``, and what `prepare` throws.
  public static func open<Application: TaskApplication>(
    _ application: Application.Type, configuration path: String? = nil, logger: Logger = Logger(label: "tasks")
  ) async throws -> TaskClient {
    do {
      return try await TasksDaemon.Application.during(application) {
        try await ClientAssembly.open(path, logger: logger)
      }
    } catch let error as DaemonError {
      throw TaskClientError(error)
    }
  }

  /// The database of `database_url`, or the one that `prepare` registered as `(any Database).self`.
  public var database: TaskDatabase {
    get throws(TaskRequestError) {
      guard let database = services.find((any Database).self) else { throw .databaseMissing }
      return TaskDatabase(database, queue: queue)
    }
  }

  /// Runs the relay until it is cancelled: a service of the web process.
  public func run() async {
    if let relay { return await relay.run() }
    for await _ in AsyncStream<Void>.makeStream().stream {}
  }

  /// In eager mode: runs what has come due meanwhile. Otherwise nothing.
  ///
  /// - Throws: with `task_eager_propagates` the first `TaskFailure` that was not thrown yet; what stood in the way of running
  ///   what was due.
  public func drain() async throws { try await eager?.drain() }

  /// Closes the broker and the database. Nothing may be sent afterwards.
  public func close() async {
    await services.find((any Database).self)?.close()
    store?.close()
  }
}
