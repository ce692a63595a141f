public import CeleryWire
public import TaskModel

/// How one Redis server is used as broker and result store, beyond how it is reached. Names and defaults are those of
/// Celery's settings and of kombu's transport options (kombu, `transport/redis.py`).
public struct RedisOptions: Sendable {
  /// Whose time decides when a lease is over. Etas always follow the clock that the backend was given.
  public enum LeaseTime: Sendable, Hashable {
    /// The server's, which all nodes share: their own clocks may differ.
    case server
    /// The given clock's: for tests that move it. Expired results are then deleted by `removeExpiredResults` only.
    case clock
  }

  /// Where results are kept.
  public enum ResultPlace: Sendable, Hashable {
    /// In the broker's own database.
    case brokerDatabase
    /// In another database of the broker's server: settled in one step all the same.
    case database(Int)
    /// On another server: results are stored there first, then the message is settled.
    case server(RedisEndpoint)
  }

  /// `global_keyprefix`: stands before every key and channel of the broker, as it is.
  public var keyPrefix = ""
  /// The same for results, as Celery writes it: a `_` follows unless it ends in one of `: _ - .`.
  public var resultKeyPrefix: String { resultPrefix }
  /// `priority_steps`: one list of each queue for each, rising, from 0 to 255. All who share the queues must have the same.
  public let prioritySteps: [Int]
  /// `sep`: between a queue's name and the step.
  public var separator = "\u{06}\u{16}"
  /// `visibility_timeout`: how long a Celery worker may hold a message before it counts as dropped. What our nodes hold
  /// comes back by lease, and is kept from looking old.
  public var visibilityTimeout: Duration
  public var results: ResultPlace
  /// How long a result is kept that does not say so itself; nil: for ever.
  public var resultExpires: Duration?
  /// `result_compression`; where its library is missing, results are written as they are.
  public var resultCompression: Compression?
  public var leaseTime: LeaseTime
  private let resultPrefix: String

  /// - Parameter prioritySteps: those out of range are left out; without any it is Celery's `[0, 3, 6, 9]`.
  public init(
    keyPrefix: String = "", resultKeyPrefix: String = "", prioritySteps: [Int] = Priority.steps,
    visibilityTimeout: Duration = .hours(1), results: ResultPlace = .brokerDatabase, resultExpires: Duration? = nil,
    resultCompression: Compression? = nil, leaseTime: LeaseTime = .server
  ) {
    self.keyPrefix = keyPrefix
    resultPrefix = Self.completed(resultKeyPrefix)
    let steps = Set(prioritySteps.filter { (0...255).contains($0) }).sorted()
    self.prioritySteps = steps.isEmpty ? Priority.steps : steps
    self.visibilityTimeout = max(visibilityTimeout, .seconds(1))
    self.results = results
    self.resultExpires = resultExpires
    self.resultCompression = resultCompression
    self.leaseTime = leaseTime
  }

  /// kombu's rule: the largest step that is not above the priority; the last where all are.
  func step(of priority: Priority) -> Int {
    prioritySteps.last { $0 <= priority.level } ?? prioritySteps.last ?? 0
  }

  /// Nil: on another server.
  func resultDatabase(broker: Int) -> Int? {
    switch results {
    case .brokerDatabase: broker
    case .database(let database): database
    case .server: nil
    }
  }

  /// Celery's rule (`celery/backends/base.py`, `_add_global_keyprefix`).
  private static func completed(_ prefix: String) -> String {
    guard let last = prefix.last, !":_-.".contains(last) else { return prefix }
    return prefix + "_"
  }
}
