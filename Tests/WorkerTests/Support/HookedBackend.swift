import TaskModel
import TasksTesting

/// The memory backend as a worker sees it, with a test's hooks in the way.
struct HookedBackend: Broker, RevocationStore, LimitStore {
  let inner: MemoryBackend
  let hooks: BackendHooks

  @discardableResult
  func enqueue(_ messages: [TaskMessage], chords: [ChordSize]) async throws(BackendError) -> [RefusedDuplicate] {
    try await inner.enqueue(messages, chords: chords)
  }

  func claim(_ request: ClaimRequest) async throws(BackendError) -> ClaimBatch {
    try await hooks.claiming(request)
    return try await inner.claim(request)
  }

  func settle(_ settlements: [Settlement], by node: NodeIdentity) async throws(BackendError) -> [Receipt] {
    try await hooks.settling(settlements)
    return try await inner.settle(settlements, by: node)
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

  func revoke(_ ids: [TaskID], until expires: Timestamp) async throws(BackendError) {
    try await inner.revoke(ids, until: expires)
  }

  func revocations() async throws(BackendError) -> [TaskID] { try await inner.revocations() }

  func admit(_ request: AdmissionRequest) async throws(BackendError) -> Admission {
    try await hooks.admitting(request)
    return try await inner.admit(request)
  }
}
