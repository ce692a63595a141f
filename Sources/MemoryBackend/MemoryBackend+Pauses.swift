public import TaskModel

extension MemoryBackend: PauseStore {
  public func pause(_ subjects: [PauseSubject]) async throws(BackendError) {
    try access { state, now in
      for subject in subjects where state.pauses[subject] == nil { state.pauses[subject] = now }
      state.news.insert(.pauses)
    }
  }

  @discardableResult
  public func resume(_ subjects: [PauseSubject]) async throws(BackendError) -> [PauseSubject] {
    try access { state, _ in
      let resumed = subjects.filter { state.pauses.removeValue(forKey: $0) != nil }
      if !resumed.isEmpty { state.news.formUnion([.pauses, .work]) }
      return resumed
    }
  }

  public func pauses() async throws(BackendError) -> [Pause] {
    try access { state, _ in state.pauses.map { Pause($0.key, since: $0.value) } }.sorted { $0.subject < $1.subject }
  }

  public func pauseChanges() -> AsyncStream<Void> { listen(to: .pauses) }
}
