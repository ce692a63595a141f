#if DEBUG
  import TaskModel

  /// A store that kills the daemon when it gets to the planned point.
  struct FaultyStore: Sendable {
    let store: any Backend
    let plan: FaultPlan
  }

  extension FaultyStore: Broker {
    func enqueue(_ messages: [TaskMessage], chords: [ChordSize]) async throws(BackendError) -> [RefusedDuplicate] {
      try await store.enqueue(messages, chords: chords)
    }

    func claim(_ request: ClaimRequest) async throws(BackendError) -> ClaimBatch {
      plan.pass(.claimBefore)
      let batch = try await store.claim(request)
      if !batch.isEmpty { plan.pass(.claimAfter) }
      return batch
    }

    func settle(_ settlements: [Settlement], by node: NodeIdentity) async throws(BackendError) -> [Receipt] {
      let isEnd = settlements.contains { $0.disposition != .recordOnly }
      if isEnd { plan.pass(.settleBefore) }
      let lost = try await store.settle(settlements, by: node)
      if isEnd { plan.pass(.settleAfter) }
      return lost
    }

    func renewLease(of node: NodeIdentity, for duration: Duration) async throws(BackendError) -> Bool {
      try await store.renewLease(of: node, for: duration)
    }

    func restoreAbandoned(by node: NodeIdentity) async throws(BackendError) -> Int {
      try await store.restoreAbandoned(by: node)
    }

    func leave(_ node: NodeIdentity) async throws(BackendError) { try await store.leave(node) }
    func wakeUps() -> AsyncStream<Void> { store.wakeUps() }
  }

  extension FaultyStore: RelayStore {
    func relay(_ messages: [TaskMessage], chords: [ChordSize]) async throws(BackendError) -> [RefusedDuplicate] {
      plan.pass(.relayBefore)
      let refused = try await store.relay(messages, chords: chords)
      plan.pass(.relayAfter)
      return refused
    }

    func confirmRelayed(_ ids: [TaskID]) async throws(BackendError) {
      plan.pass(.confirmBefore)
      try await store.confirmRelayed(ids)
      plan.pass(.confirmAfter)
    }
  }

  // The rest is handed on as it is.

  extension FaultyStore: QueueInspection {
    func queueStatistics(of queues: [QueueName]) async throws(BackendError) -> [QueueStatistics] {
      try await store.queueStatistics(of: queues)
    }
    func deferredMessages(limit: Int) async throws(BackendError) -> [TaskMessage] {
      try await store.deferredMessages(limit: limit)
    }
    func locate(_ ids: [TaskID]) async throws(BackendError) -> [LocatedMessage] { try await store.locate(ids) }
    func purge(_ queues: [QueueName]?) async throws(BackendError) -> PurgeCount { try await store.purge(queues) }
  }

  extension FaultyStore: DeadLetterStore {
    func deadLetterCount() async throws(BackendError) -> Int { try await store.deadLetterCount() }
    func deadLetters(after number: Int64, limit: Int) async throws(BackendError) -> [DeadLetter] {
      try await store.deadLetters(after: number, limit: limit)
    }
    func deadLetter(_ number: Int64) async throws(BackendError) -> DeadLetter? { try await store.deadLetter(number) }
    func replayDeadLetters(_ numbers: [Int64]) async throws(BackendError) -> [Int64] {
      try await store.replayDeadLetters(numbers)
    }
    func dropDeadLetters(_ numbers: [Int64]) async throws(BackendError) -> [Int64] {
      try await store.dropDeadLetters(numbers)
    }
  }

  extension FaultyStore: ResultStore {
    func store(_ results: [TaskResult]) async throws(BackendError) { try await store.store(results) }
    func result(of id: TaskID) async throws(BackendError) -> TaskResult? { try await store.result(of: id) }
    func forget(_ id: TaskID) async throws(BackendError) -> Bool { try await store.forget(id) }
    func changes(of id: TaskID) -> AsyncStream<Void> { store.changes(of: id) }
    func removeExpiredResults() async throws(BackendError) -> Int { try await store.removeExpiredResults() }
  }

  extension FaultyStore: TickStore {
    func claim(_ ticks: [TickClaim]) async throws(BackendError) -> [TickOutcome] { try await store.claim(ticks) }
    func entryMemories() async throws(BackendError) -> [EntryMemory] { try await store.entryMemories() }
    func remember(_ entries: [EntryMemory]) async throws(BackendError) -> [EntryMemory] {
      try await store.remember(entries)
    }
    func forgetEntries(_ names: [String]) async throws(BackendError) { try await store.forgetEntries(names) }
  }

  extension FaultyStore: RevocationStore {
    func revoke(_ ids: [TaskID], until expires: Timestamp) async throws(BackendError) {
      try await store.revoke(ids, until: expires)
    }
    func revocations() async throws(BackendError) -> [TaskID] { try await store.revocations() }
  }

  extension FaultyStore: PauseStore {
    func pause(_ subjects: [PauseSubject]) async throws(BackendError) { try await store.pause(subjects) }
    func resume(_ subjects: [PauseSubject]) async throws(BackendError) -> [PauseSubject] {
      try await store.resume(subjects)
    }
    func pauses() async throws(BackendError) -> [Pause] { try await store.pauses() }
    func pauseChanges() -> AsyncStream<Void> { store.pauseChanges() }
  }

  extension FaultyStore: LimitStore {
    func admit(_ request: AdmissionRequest) async throws(BackendError) -> Admission {
      try await store.admit(request)
    }
  }
#endif
