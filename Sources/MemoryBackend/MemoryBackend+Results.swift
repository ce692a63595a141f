public import TaskModel

extension MemoryBackend: ResultStore {
  public func store(_ results: [TaskResult]) async throws(BackendError) {
    try access { state, now in
      for result in results { state.record(result, now: now) }
    }
  }

  public func result(of id: TaskID) async throws(BackendError) -> TaskResult? {
    try access { state, now in state.validResult(of: id, now: now) }
  }

  public func forget(_ id: TaskID) async throws(BackendError) -> Bool {
    try access { state, now in
      let known = state.validResult(of: id, now: now) != nil
      state.results[id] = nil
      state.news.insert(.result(id))
      return known
    }
  }

  public func changes(of id: TaskID) -> AsyncStream<Void> { listen(to: .result(id)) }

  public func removeExpiredResults() async throws(BackendError) -> Int {
    try access { state, now in
      state.removeExpiredChords(now: now)
      state.limits.removeExpired(now: now)
      let before = state.results.count
      state.results = state.results.filter { state.validResult(of: $0.key, now: now) != nil }
      return before - state.results.count
    }
  }
}
