public import FoundationEssentials
public import Logging
public import TaskModel

/// What the runs of one application share: made once at start, after `prepare`, and never changed.
public final class ApplicationContext: Sendable {
  public let settings: Settings
  public let services: Services
  /// Where the application's pages are found: `https://example.test`. Nil when it is not configured.
  public let siteURL: URL?
  /// Sends tasks.
  public let queue: TaskQueue
  /// What the loggers of all runs start from.
  public let logger: Logger

  public init(
    settings: Settings = Settings(), services: Services = Services(), siteURL: URL? = nil, queue: TaskQueue,
    logger: Logger = Logger(label: "tasks")
  ) {
    self.settings = settings
    self.services = services
    self.siteURL = siteURL
    self.queue = queue
    self.logger = logger
  }

  public var clock: any WallClock { queue.clock }
}
