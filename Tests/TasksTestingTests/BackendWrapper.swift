import TaskModel

/// A backend that passes everything on; a test overrides the one thing it does wrong.
protocol BackendWrapper: Backend {
  var inner: any Backend { get }
}

extension BackendWrapper {
  @discardableResult
  func enqueue(_ messages: [TaskMessage], chords: [ChordSize]) async throws(BackendError) -> [RefusedDuplicate] {
    try await inner.enqueue(messages, chords: chords)
  }
  func claim(_ request: ClaimRequest) async throws(BackendError) -> ClaimBatch { try await inner.claim(request) }
  func settle(_ settlements: [Settlement], by node: NodeIdentity) async throws(BackendError) -> [Receipt] {
    try await inner.settle(settlements, by: node)
  }
  @discardableResult
  func renewLease(of node: NodeIdentity, for duration: Duration) async throws(BackendError) -> Bool {
    try await inner.renewLease(of: node, for: duration)
  }
  func restoreAbandoned(by node: NodeIdentity) async throws(BackendError) -> Int {
    try await inner.restoreAbandoned(by: node)
  }
  func leave(_ node: NodeIdentity) async throws(BackendError) { try await inner.leave(node) }
  func wakeUps() -> AsyncStream<Void> { inner.wakeUps() }

  func relay(_ messages: [TaskMessage], chords: [ChordSize]) async throws(BackendError) -> [RefusedDuplicate] {
    try await inner.relay(messages, chords: chords)
  }
  func confirmRelayed(_ ids: [TaskID]) async throws(BackendError) { try await inner.confirmRelayed(ids) }
  func admit(_ request: AdmissionRequest) async throws(BackendError) -> Admission { try await inner.admit(request) }

  func queueStatistics(of queues: [QueueName]) async throws(BackendError) -> [QueueStatistics] {
    try await inner.queueStatistics(of: queues)
  }
  func deferredMessages(limit: Int) async throws(BackendError) -> [TaskMessage] {
    try await inner.deferredMessages(limit: limit)
  }
  func locate(_ ids: [TaskID]) async throws(BackendError) -> [LocatedMessage] { try await inner.locate(ids) }
  func purge(_ queues: [QueueName]?) async throws(BackendError) -> PurgeCount { try await inner.purge(queues) }

  func deadLetterCount() async throws(BackendError) -> Int { try await inner.deadLetterCount() }
  func deadLetters(after number: Int64, limit: Int) async throws(BackendError) -> [DeadLetter] {
    try await inner.deadLetters(after: number, limit: limit)
  }
  func deadLetter(_ number: Int64) async throws(BackendError) -> DeadLetter? { try await inner.deadLetter(number) }
  func replayDeadLetters(_ numbers: [Int64]) async throws(BackendError) -> [Int64] {
    try await inner.replayDeadLetters(numbers)
  }
  func dropDeadLetters(_ numbers: [Int64]) async throws(BackendError) -> [Int64] {
    try await inner.dropDeadLetters(numbers)
  }

  func store(_ results: [TaskResult]) async throws(BackendError) { try await inner.store(results) }
  func result(of id: TaskID) async throws(BackendError) -> TaskResult? { try await inner.result(of: id) }
  func forget(_ id: TaskID) async throws(BackendError) -> Bool { try await inner.forget(id) }
  func changes(of id: TaskID) -> AsyncStream<Void> { inner.changes(of: id) }
  func removeExpiredResults() async throws(BackendError) -> Int { try await inner.removeExpiredResults() }

  func claim(_ ticks: [TickClaim]) async throws(BackendError) -> [TickOutcome] { try await inner.claim(ticks) }
  func entryMemories() async throws(BackendError) -> [EntryMemory] { try await inner.entryMemories() }
  func remember(_ entries: [EntryMemory]) async throws(BackendError) -> [EntryMemory] {
    try await inner.remember(entries)
  }
  func forgetEntries(_ names: [String]) async throws(BackendError) { try await inner.forgetEntries(names) }

  func revoke(_ ids: [TaskID], until expires: Timestamp) async throws(BackendError) {
    try await inner.revoke(ids, until: expires)
  }
  func revocations() async throws(BackendError) -> [TaskID] { try await inner.revocations() }

  func pause(_ subjects: [PauseSubject]) async throws(BackendError) { try await inner.pause(subjects) }
  func resume(_ subjects: [PauseSubject]) async throws(BackendError) -> [PauseSubject] {
    try await inner.resume(subjects)
  }
  func pauses() async throws(BackendError) -> [Pause] { try await inner.pauses() }
  func pauseChanges() -> AsyncStream<Void> { inner.pauseChanges() }
}

extension BackendWrapper {
  /// Settles with other follow-ups.
  func settle(
    _ settlements: [Settlement], by node: NodeIdentity, changing change: (inout FollowUps) -> Void
  ) async throws(BackendError) -> [Receipt] {
    var settlements = settlements
    for index in settlements.indices { change(&settlements[index].followUps) }
    return try await inner.settle(settlements, by: node)
  }
}
