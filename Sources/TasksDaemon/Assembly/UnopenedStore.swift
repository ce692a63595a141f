import TaskModel

/// Stands where a broker must be while none is open, such as in `tasksd check`: refuses everything.
struct UnopenedStore: Broker {
  private func refusal(_ attempted: String) -> BackendError {
    BackendError(.refused, attempted: attempted, place: "no store", reason: "this command opens none")
  }

  @discardableResult
  func enqueue(_ messages: [TaskMessage], chords: [ChordSize]) async throws(BackendError) -> [RefusedDuplicate] {
    throw refusal("enqueue")
  }
  func claim(_ request: ClaimRequest) async throws(BackendError) -> ClaimBatch { throw refusal("claim") }
  func settle(_ settlements: [Settlement], by node: NodeIdentity) async throws(BackendError) -> [Receipt] {
    throw refusal("settle")
  }
  func renewLease(of node: NodeIdentity, for duration: Duration) async throws(BackendError) -> Bool {
    throw refusal("renew the lease")
  }
  func restoreAbandoned(by node: NodeIdentity) async throws(BackendError) -> Int { throw refusal("restore") }
  func leave(_ node: NodeIdentity) async throws(BackendError) { throw refusal("leave") }
  func wakeUps() -> AsyncStream<Void> { AsyncStream { $0.finish() } }
}
