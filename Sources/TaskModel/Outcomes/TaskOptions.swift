/// How a task wants to be delivered and run, where the message does not say otherwise.
public struct TaskOptions: Sendable, Hashable {
  /// Nil: the configured default queue.
  public var queue: QueueName?
  public var priority: Priority?
  public var expires: Duration?
  public var timeLimit: TimeLimit
  public var retry: RetryPolicy
  public var acknowledges: Acknowledgement
  /// How many times it may be handed out before it is set aside, crashes included. Nil: the configured number (3).
  public var maxDeliveries: Int?
  public var ignoresResult: Bool
  /// How long the result is kept. Nil: the configured time (one day).
  public var resultExpires: Duration?
  /// How many may begin in a time, in each worker for itself. Nil: as many as there is room for.
  public var rateLimit: RateLimit?
  /// How many may begin in a time, in all workers of the store together. Nil: as many as there is room for.
  public var globalRateLimit: RateLimit?
  /// Nil: any number of the same.
  public var unique: Uniqueness?
  /// How many run at once, in all workers of the store together. Nil: as many as there is room for.
  public var concurrencyLimit: ConcurrencyLimit?

  /// Early: before it runs, at most once. Late: after it ran, at least once.
  /// Standard: as the worker is configured, late unless said otherwise.
  public enum Acknowledgement: String, Sendable, Hashable { case standard, early, late }

  public init(
    queue: QueueName? = nil, priority: Priority? = nil, expires: Duration? = nil, timeLimit: TimeLimit = TimeLimit(),
    retry: RetryPolicy = .never, acknowledges: Acknowledgement = .standard, maxDeliveries: Int? = nil,
    ignoresResult: Bool = false, resultExpires: Duration? = nil,
    rateLimit: RateLimit? = nil, globalRateLimit: RateLimit? = nil, unique: Uniqueness? = nil,
    concurrencyLimit: ConcurrencyLimit? = nil
  ) {
    self.queue = queue
    self.priority = priority
    self.expires = expires
    self.timeLimit = timeLimit
    self.retry = retry
    self.acknowledges = acknowledges
    self.maxDeliveries = maxDeliveries
    self.ignoresResult = ignoresResult
    self.resultExpires = resultExpires
    self.rateLimit = rateLimit
    self.globalRateLimit = globalRateLimit
    self.unique = unique
    self.concurrencyLimit = concurrencyLimit
  }
}
