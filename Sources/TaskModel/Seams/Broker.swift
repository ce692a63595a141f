/// Where tasks wait, are handed out and are settled. Implemented by the embedded store, by Redis and by the memory double;
/// one conformance text (TasksTesting) says what each must do.
///
/// Every call takes a batch and is one round trip; a single message is the batch of one. A call that threw changed nothing.
public protocol Broker: Sendable {
  /// Accepts messages. Once it returned they survive a crash of any process. A message whose eta lies ahead goes to the
  /// deferred set. An id that is already waiting in the same queue, deferred or in flight is accepted again: two sends
  /// are two tasks.
  ///
  /// - Parameter chords: what must be known of the chords whose members are among the messages; kept in the same step.
  /// - Returns: messages that were left out since another task holds the key they claim (``UniqueClaim``), be it one of the
  ///   same batch. A message whose own id holds the key is accepted.
  @discardableResult
  func enqueue(_ messages: [TaskMessage], chords: [ChordSize]) async throws(BackendError) -> [RefusedDuplicate]

  /// Moves up to `limit` ready messages out of their queues into this node's hands, in one atomic step, counting the
  /// delivery. Deferred messages that are due become ready first. Queues that are paused are left out (``PauseStore``).
  /// Does not wait: an empty batch means nothing is ready.
  func claim(_ request: ClaimRequest) async throws(BackendError) -> ClaimBatch

  /// Applies each settlement whole or not at all. Returns the receipts this node no longer holds (its lease was lost and
  /// another took over): nothing of theirs was published or stored.
  ///
  /// The part that completes a chord sends its body: in the same step, or in one that is taken up again after a crash.
  func settle(_ settlements: [Settlement], by node: NodeIdentity) async throws(BackendError) -> [Receipt]

  /// Says that `node` lives and will say so again before `duration` is over. What it claims is its own until then.
  ///
  /// Answers whether anything may be abandoned, so that ``restoreAbandoned(by:)`` need not be asked where nothing is.
  @discardableResult
  func renewLease(of node: NodeIdentity, for duration: Duration) async throws(BackendError) -> Bool

  /// Puts back to the front of their queues what is held by nodes whose lease ran out and by earlier incarnations of
  /// `node`. Returns how many. Cheap when there is nothing to do.
  func restoreAbandoned(by node: NodeIdentity) async throws(BackendError) -> Int

  /// The node is leaving: puts back what it still holds, without counting those deliveries, and ends its lease.
  func leave(_ node: NodeIdentity) async throws(BackendError)

  /// Ends with an element when something may have become claimable that was not: an enqueue, a replay, a settlement that
  /// published, from this or another process. May ring for nothing; never fails to ring. Each call is its own listener.
  func wakeUps() -> AsyncStream<Void>
}

extension Broker {
  /// Messages that belong to no chord.
  @discardableResult
  public func enqueue(_ messages: [TaskMessage]) async throws(BackendError) -> [RefusedDuplicate] {
    try await enqueue(messages, chords: [])
  }
}

public struct ClaimRequest: Sendable, Hashable {
  public var node: NodeIdentity
  /// Served in turn, so that a full queue does not starve the others; inside a queue by priority step, then oldest first.
  public var queues: [QueueName]
  public var limit: Int

  public init(node: NodeIdentity, queues: [QueueName], limit: Int) {
    self.node = node
    self.queues = queues
    self.limit = limit
  }
}

public struct ClaimBatch: Sendable, Hashable {
  public var messages: [ClaimedMessage]
  public var unreadable: [UnreadableMessage]
  /// When the earliest deferred message of the claimed queues becomes due; nil when there is none.
  public var nextDue: Timestamp?
  /// Which of the claimed queues are paused (``PauseStore``): nothing of them was handed out or became ready.
  public var paused: [QueueName]

  public init(
    messages: [ClaimedMessage] = [], unreadable: [UnreadableMessage] = [], nextDue: Timestamp? = nil,
    paused: [QueueName] = []
  ) {
    self.messages = messages
    self.unreadable = unreadable
    self.nextDue = nextDue
    self.paused = paused
  }

  public var isEmpty: Bool { messages.isEmpty && unreadable.isEmpty }
}
