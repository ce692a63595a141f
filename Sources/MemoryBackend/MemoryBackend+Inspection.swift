public import TaskModel

extension MemoryBackend: QueueInspection {
  public func queueStatistics(of queues: [QueueName]) async throws(BackendError) -> [QueueStatistics] {
    try access { state, now in
      state.promoteDue(now: now)
      return state.statistics(of: queues)
    }
  }

  public func deferredMessages(limit: Int) async throws(BackendError) -> [TaskMessage] {
    try access { state, now in
      state.promoteDue(now: now)
      let deferred = state.queues.values.flatMap(\.deferred)
      let ordered = deferred.sorted { ($0.readyAt, $0.sequence) < ($1.readyAt, $1.sequence) }
      return Array(ordered.compactMap(\.message).prefix(max(0, limit)))
    }
  }

  public func locate(_ ids: [TaskID]) async throws(BackendError) -> [LocatedMessage] {
    try access { state, now in
      state.promoteDue(now: now)
      return state.locate(ids)
    }
  }

  public func purge(_ queues: [QueueName]?) async throws(BackendError) -> PurgeCount {
    try access { state, now in
      state.promoteDue(now: now)
      return state.purge(queues, now: now)
    }
  }
}

extension MemoryState {
  fileprivate func statistics(of named: [QueueName]) -> [QueueStatistics] {
    let held = Dictionary(grouping: held.values, by: \.entry.queue)
    let holding = queues.filter { !$0.value.isEmpty }.keys
    return Set(holding).union(held.keys).union(named).sorted().map { name in
      let waiting = queues[name]?.waiting ?? []
      return QueueStatistics(
        queue: name, waiting: waiting.count, deferred: queues[name]?.deferred.count ?? 0,
        inFlight: held[name]?.count ?? 0, oldestReadyAt: waiting.map(\.readyAt).min())
    }
  }

  func locate(_ ids: [TaskID]) -> [LocatedMessage] {
    let wanted = Set(ids)
    var found: [TaskID: [LocatedMessage]] = [:]
    func note(_ entry: MemoryEntry, _ place: LocatedMessage.Place, _ node: String? = nil) {
      guard let message = entry.message, wanted.contains(message.id) else { return }
      found[message.id, default: []].append(LocatedMessage(message: message, place: place, node: node))
    }
    for queue in queues.values {
      for entry in queue.waiting { note(entry, .waiting) }
      for entry in queue.deferred { note(entry, .deferred) }
    }
    for held in held.values { note(held.entry, .inFlight, held.node.name) }
    return ids.flatMap { found.removeValue(forKey: $0) ?? [] }
  }

  /// What is dropped keeps nobody away.
  private mutating func giveUpClaim(of entry: MemoryEntry) {
    guard let message = entry.message, let claim = message.unique else { return }
    limits.release(claim.key, of: message.id)
  }

  fileprivate mutating func purge(_ named: [QueueName]?, now: Timestamp) -> PurgeCount {
    let names = named.map(Set.init)
    var count = PurgeCount()
    for (name, queue) in queues where names?.contains(name) ?? true {
      for entry in queue.waiting + queue.deferred { giveUpClaim(of: entry) }
      count.waiting += queue.waiting.count
      count.deferred += queue.deferred.count
      queues[name] = nil
    }
    for (receipt, held) in held where names?.contains(held.entry.queue) ?? true {
      guard !isAlive(held.node, now: now) else { continue }
      count.inFlight += 1
      giveUpClaim(of: held.entry)
      self.held[receipt] = nil
    }
    return count
  }
}
