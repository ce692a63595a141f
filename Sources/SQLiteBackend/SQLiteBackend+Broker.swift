public import TaskModel

extension SQLiteBackend: Broker {
  @discardableResult
  public func enqueue(_ messages: [TaskMessage], chords: [ChordSize]) async throws(BackendError) -> [RefusedDuplicate] {
    let stored = StoredFollowUps(FollowUps(messages: messages, chordSizes: chords))
    if stored.isEmpty { return [] }
    return try await write("enqueue") { session in try session.enqueue(stored) }
  }

  public func claim(_ request: ClaimRequest) async throws(BackendError) -> ClaimBatch {
    let token = tokens.next()
    let (rows, nextDue, paused) = try await write("claim", isDurable: false) { session in
      try session.claim(request, token: token)
    }
    return ClaimBatch(rows, nextDue: nextDue, paused: paused)
  }

  public func settle(_ settlements: [Settlement], by node: NodeIdentity) async throws(BackendError) -> [Receipt] {
    if settlements.isEmpty { return [] }
    let stored = settlements.map(StoredSettlement.init)
    return try await write("settle") { session in try session.settle(stored, by: node) }
  }

  @discardableResult
  public func renewLease(of node: NodeIdentity, for duration: Duration) async throws(BackendError) -> Bool {
    try await write("renew the lease", isDurable: false) { session in
      try session.renewLease(of: node, until: session.now + duration)
    }
    return true
  }

  public func restoreAbandoned(by node: NodeIdentity) async throws(BackendError) -> Int {
    try await write("restore abandoned messages", isDurable: false) { session in
      var count = 0
      for dead in try session.deadNodes(asSeenBy: node) {
        count += try session.putBackAll(heldBy: dead, countsDelivery: true)
        try session.freePlaces(of: dead)
        try session.forgetNode(dead)
      }
      return count
    }
  }

  public func leave(_ node: NodeIdentity) async throws(BackendError) {
    try await write("leave") { session in
      guard let id = try session.nodeID(node) else { return }
      _ = try session.putBackAll(heldBy: id, countsDelivery: false)
      try session.freePlaces(of: id)
      try session.forgetNode(id)
    }
  }

  public func wakeUps() -> AsyncStream<Void> { bell.listen(to: .work) }
}

extension ClaimBatch {
  fileprivate init(_ rows: [ClaimedRow], nextDue: Timestamp?, paused: [QueueName]) {
    self.init(nextDue: nextDue, paused: paused)
    messages.reserveCapacity(rows.count)
    for row in rows {
      let receipt = ClaimReference(message: row.message, token: row.token).receipt
      switch StoredMessage.read(row.body) {
      case .success(let message):
        messages.append(ClaimedMessage(receipt: receipt, message: message, deliveryCount: row.deliveries))
      case .failure(let error):
        unreadable.append(
          UnreadableMessage(receipt: receipt, queue: row.queue, bytes: row.body, reason: error.description))
      }
    }
  }
}

extension Session {
  /// Takes from each queue its share, then shares out what others left, and deals the messages out in turn.
  fileprivate func claim(
    _ request: ClaimRequest, token: Int64
  ) throws -> (rows: [ClaimedRow], nextDue: Timestamp?, paused: [QueueName]) {
    let paused = try hasPauses() ? request.queues.filter { try isPaused(.queue($0)) } : []
    let queues = paused.isEmpty ? request.queues : request.queues.filter { !paused.contains($0) }
    var nextDue: Timestamp?
    for queue in Set(queues) {
      guard let due = try promote(queue.rawValue) else { continue }
      nextDue = min(nextDue ?? due, due)
    }
    var hands = FairShares(queues, limit: request.limit, turn: token)
    var node: Int64?
    while let (queue, share) = hands.next() {
      let id = try node ?? ensureNode(request.node)
      node = id
      hands.give(try take(share, from: queue, for: id, token: token), wanted: share)
    }
    return (hands.dealt, nextDue, paused)
  }
}
