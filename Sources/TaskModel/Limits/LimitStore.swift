/// Limits that all workers of a store share: rates, how many at once, who is the only one.
public protocol LimitStore: Sendable {
  /// Asks for all that a task needs before it may begin, in one step: either it gets everything, or nothing is taken. Looked
  /// at in this order: the key, the place, the rate; so a token of the rate is used only by a task that begins.
  ///
  /// Asked again for a task that holds its place already (a redelivery), it gets it again, and is not counted twice; the
  /// place is the asking node's from then on. A place is given back by the settlement that names it
  /// (``Settlement/releases``), when its node leaves, or when the lease of its node has run out: then those who wait are
  /// sent on by `Broker.restoreAbandoned`.
  func admit(_ request: AdmissionRequest) async throws(BackendError) -> Admission
}

/// What one task needs before it may begin. What is nil is not asked for.
public struct AdmissionRequest: Sendable, Hashable {
  public var task: TaskID
  public var node: NodeIdentity
  /// So many begin in a time, in all workers together.
  public var rate: SharedRate?
  /// So many of one key run at once, in all workers together.
  public var concurrency: SharedConcurrency?
  /// The key of which the task must be the only one: claimed here if nobody holds it, as for a message whose sender knew
  /// nothing of it. A claim that ends with the start is only held against the others, and not taken.
  public var unique: UniqueClaim?

  public init(
    task: TaskID, node: NodeIdentity, rate: SharedRate? = nil, concurrency: SharedConcurrency? = nil,
    unique: UniqueClaim? = nil
  ) {
    self.task = task
    self.node = node
    self.rate = rate
    self.concurrency = concurrency
    self.unique = unique
  }
}

public struct SharedRate: Sendable, Hashable {
  public var key: String
  public var limit: RateLimit

  public init(key: String, limit: RateLimit) {
    self.key = key
    self.limit = limit
  }
}

public struct SharedConcurrency: Sendable, Hashable {
  public var key: String
  /// More than 0.
  public var limit: Int

  public init(key: String, limit: Int) {
    self.key = key
    self.limit = limit
  }
}

public enum Admission: Sendable, Hashable {
  case granted
  /// Over its rate: a token is kept for then, for whichever task of the key asks first from then on. See ``RateBucket``.
  case notBefore(Timestamp)
  /// As many as may run at once do run.
  case full
  /// Another task holds its key.
  case duplicate(of: TaskID)
}
