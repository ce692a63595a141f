import TaskModel
import Worker

/// A worker's way to its store, on which what passes is counted.
struct TalliedStore: Broker, RevocationStore, LimitStore {
  let store: any Worker.Store
  let tally: Tally

  func claim(_ request: ClaimRequest) async throws(BackendError) -> ClaimBatch {
    tally.claimBegins()
    do throws(BackendError) {
      let batch = try await store.claim(request)
      tally.claimed(batch.messages.count + batch.unreadable.count)
      return batch
    } catch {
      tally.claimed(0)
      throw error
    }
  }

  func settle(_ settlements: [Settlement], by node: NodeIdentity) async throws(BackendError) -> [Receipt] {
    let lost = try await store.settle(settlements, by: node)
    tally.settled(settlements.count { $0.disposition != .recordOnly })
    return lost
  }

  func enqueue(_ messages: [TaskMessage], chords: [ChordSize]) async throws(BackendError) -> [RefusedDuplicate] {
    try await store.enqueue(messages, chords: chords)
  }

  func renewLease(of node: NodeIdentity, for duration: Duration) async throws(BackendError) -> Bool {
    try await store.renewLease(of: node, for: duration)
  }

  func restoreAbandoned(by node: NodeIdentity) async throws(BackendError) -> Int {
    try await store.restoreAbandoned(by: node)
  }

  func leave(_ node: NodeIdentity) async throws(BackendError) { try await store.leave(node) }

  func wakeUps() -> AsyncStream<Void> { store.wakeUps() }

  func revoke(_ ids: [TaskID], until expires: Timestamp) async throws(BackendError) {
    try await store.revoke(ids, until: expires)
  }

  func revocations() async throws(BackendError) -> [TaskID] { try await store.revocations() }

  func admit(_ request: AdmissionRequest) async throws(BackendError) -> Admission { try await store.admit(request) }
}
