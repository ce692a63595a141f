/// Looking into the queues and emptying them.
public protocol QueueInspection: Sendable {
  /// One entry for each queue that holds anything, and for each named one; sorted by name.
  func queueStatistics(of queues: [QueueName]) async throws(BackendError) -> [QueueStatistics]

  /// Up to `limit` messages in the deferred set, earliest first.
  func deferredMessages(limit: Int) async throws(BackendError) -> [TaskMessage]

  /// Where each of these stands, if the broker still has it.
  func locate(_ ids: [TaskID]) async throws(BackendError) -> [LocatedMessage]

  /// Drops what waits, what is deferred and what dead nodes hold, of these queues or of all; running tasks of live nodes
  /// are untouched.
  func purge(_ queues: [QueueName]?) async throws(BackendError) -> PurgeCount
}

public struct QueueStatistics: Sendable, Hashable {
  public var queue: QueueName
  public var waiting: Int
  public var deferred: Int
  public var inFlight: Int
  /// When the message that has been ready longest became ready; nil when none waits.
  public var oldestReadyAt: Timestamp?

  public init(
    queue: QueueName, waiting: Int = 0, deferred: Int = 0, inFlight: Int = 0, oldestReadyAt: Timestamp? = nil
  ) {
    self.queue = queue
    self.waiting = waiting
    self.deferred = deferred
    self.inFlight = inFlight
    self.oldestReadyAt = oldestReadyAt
  }
}

public struct LocatedMessage: Sendable, Hashable {
  public enum Place: String, Sendable, Hashable { case waiting, deferred, inFlight = "in flight" }
  public var message: TaskMessage
  public var place: Place
  /// The node that holds it, when in flight.
  public var node: String?

  public init(message: TaskMessage, place: Place, node: String? = nil) {
    self.message = message
    self.place = place
    self.node = node
  }
}

public struct PurgeCount: Sendable, Hashable {
  public var waiting: Int
  public var deferred: Int
  public var inFlight: Int

  public init(waiting: Int = 0, deferred: Int = 0, inFlight: Int = 0) {
    self.waiting = waiting
    self.deferred = deferred
    self.inFlight = inFlight
  }

  public var total: Int { waiting + deferred + inFlight }
}
