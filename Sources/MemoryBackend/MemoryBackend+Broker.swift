public import TaskModel

extension MemoryBackend: Broker {
  @discardableResult
  public func enqueue(_ messages: [TaskMessage], chords: [ChordSize]) async throws(BackendError) -> [RefusedDuplicate] {
    try access { state, now in state.enqueue(FollowUps(messages: messages, chordSizes: chords), now: now) }
  }

  public func claim(_ request: ClaimRequest) async throws(BackendError) -> ClaimBatch {
    try access { state, now in state.claim(request, now: now) }
  }

  public func settle(_ settlements: [Settlement], by node: NodeIdentity) async throws(BackendError) -> [Receipt] {
    try access { state, now in
      settlements.filter { !state.settle($0, by: node, now: now) }.map(\.receipt)
    }
  }

  @discardableResult
  public func renewLease(of node: NodeIdentity, for duration: Duration) async throws(BackendError) -> Bool {
    try access { state, now in state.leases[node] = now + duration }
    return true
  }

  public func restoreAbandoned(by node: NodeIdentity) async throws(BackendError) -> Int {
    try access { state, now in state.restoreAbandoned(by: node, now: now) }
  }

  public func leave(_ node: NodeIdentity) async throws(BackendError) {
    try access { state, now in
      let receipts = state.held.filter { $0.value.node == node }.map(\.key)
      state.putBack(receipts, countsDelivery: false)
      state.leases[node] = nil
      state.freePlaces(now: now) { $0 == node }
    }
  }

  public func wakeUps() -> AsyncStream<Void> { listen(to: .work) }
}

extension MemoryState {
  fileprivate mutating func claim(_ request: ClaimRequest, now: Timestamp) -> ClaimBatch {
    promoteDue(now: now)
    var batch = ClaimBatch()
    batch.paused = request.queues.filter { pauses[.queue($0)] != nil }
    let queues = request.queues.filter { pauses[.queue($0)] == nil }
    var emptyInARow = 0
    var room = request.limit
    while room > 0, emptyInARow < queues.count {
      let name = queues[turn % queues.count]
      turn = (turn + 1) % queues.count
      if let entry = self.queues[name]?.takeFirst() {
        emptyInARow = 0
        room -= 1
        hand(entry, to: request.node, into: &batch)
      } else {
        emptyInARow += 1
      }
    }
    batch.nextDue = queues.compactMap { self.queues[$0]?.nextDue }.min()
    return batch
  }

  private mutating func hand(_ entry: MemoryEntry, to node: NodeIdentity, into batch: inout ClaimBatch) {
    var entry = entry
    entry.deliveryCount += 1
    let claim = nextSequence()
    let receipt = Receipt(String(claim))
    held[receipt] = Held(entry: entry, node: node)
    switch entry.content {
    case .message(let message):
      batch.messages.append(ClaimedMessage(receipt: receipt, message: message, deliveryCount: entry.deliveryCount))
    case .unreadable(let bytes, let reason):
      batch.unreadable.append(UnreadableMessage(receipt: receipt, queue: entry.queue, bytes: bytes, reason: reason))
    }
  }

  /// False when the node no longer holds the message: nothing was done then.
  fileprivate mutating func settle(_ settlement: Settlement, by node: NodeIdentity, now: Timestamp) -> Bool {
    if settlement.disposition != .recordOnly {
      guard let held = held[settlement.receipt], held.node == node else { return false }
      apply(settlement, to: held.entry, now: now)
    }
    for release in settlement.releases { self.release(release, now: now) }
    if let result = settlement.result { record(result, now: now) }
    if !settlement.followUps.isEmpty { apply(settlement.followUps, now: now) }
    return true
  }

  private mutating func apply(_ settlement: Settlement, to entry: MemoryEntry, now: Timestamp) {
    switch settlement.disposition {
    case .recordOnly: break
    case .acknowledge: held[settlement.receipt] = nil
    case .requeue(let countsDelivery): putBack([settlement.receipt], countsDelivery: countsDelivery)
    case .deferUntil(let due):
      held[settlement.receipt] = nil
      self.defer(entry, until: due)
    case .waitForPlace(let concurrency, let latest):
      if isPlaceFree(concurrency, now: now) { return putBack([settlement.receipt], countsDelivery: false) }
      held[settlement.receipt] = nil
      self.defer(entry, until: latest)
      limits.park(entry, for: concurrency)
    case .deadLetter(let reason, let detail):
      held[settlement.receipt] = nil
      bury(entry, reason: reason, detail: detail, now: now)
    }
  }

  private mutating func `defer`(_ entry: MemoryEntry, until due: Timestamp) {
    var entry = entry
    entry.deliveryCount -= 1
    entry.readyAt = due
    queues[entry.queue, default: MemoryQueue()].defer(entry)
    news.insert(.work)
  }

  private mutating func bury(_ entry: MemoryEntry, reason: DeadLetter.Reason, detail: String, now: Timestamp) {
    lastLetter += 1
    var bytes: [UInt8] = []
    if case .unreadable(let raw, _) = entry.content { bytes = raw }
    deadLetters.append(
      DeadLetter(
        number: lastLetter, reason: reason, detail: detail, queue: entry.queue, diedAt: now,
        deliveryCount: entry.deliveryCount, message: entry.message, bytes: bytes))
  }

  fileprivate mutating func restoreAbandoned(by node: NodeIdentity, now: Timestamp) -> Int {
    let abandoned = held.filter { _, held in
      held.node != node && (held.node.name == node.name || !isAlive(held.node, now: now))
    }
    putBack(Array(abandoned.keys), countsDelivery: true)
    let living = Set(leases.filter { $0.value > now }.keys)
    freePlaces(now: now) { $0 != node && ($0.name == node.name || !living.contains($0)) }
    return abandoned.count
  }
}
