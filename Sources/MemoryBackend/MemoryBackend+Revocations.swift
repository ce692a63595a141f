public import TaskModel

extension MemoryBackend: RevocationStore {
  public func revoke(_ ids: [TaskID], until expires: Timestamp) async throws(BackendError) {
    try access { state, _ in
      for id in ids { state.revoked[id] = expires }
    }
  }

  public func revocations() async throws(BackendError) -> [TaskID] {
    try access { state, now in
      state.revoked = state.revoked.filter { $0.value > now }
      return Array(state.revoked.keys)
    }
  }
}
