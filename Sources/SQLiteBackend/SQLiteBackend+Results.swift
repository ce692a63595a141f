public import TaskModel

extension SQLiteBackend: ResultStore {
  public func store(_ results: [TaskResult]) async throws(BackendError) {
    if results.isEmpty { return }
    let stored = results.map(StoredResult.init)
    try await write("store a result") { session in
      for result in stored { try session.store(result) }
    }
  }

  public func result(of id: TaskID) async throws(BackendError) -> TaskResult? {
    let key = TaskKey(id)
    guard let record = try await read("read a result", { session in try session.resultRecord(key) }) else { return nil }
    do {
      return try StoredResult.read(record)
    } catch {
      throw self.error(.corrupt, "read a result", "the record of \(id) is damaged: \(error)")
    }
  }

  public func forget(_ id: TaskID) async throws(BackendError) -> Bool {
    try await write("forget a result") { session in try session.forgetResult(id) }
  }

  public func changes(of id: TaskID) -> AsyncStream<Void> { bell.listen(to: .result(id)) }

  /// Chords and claims whose time is over, too. In slices, so that no other call waits long. Not synced: what a power cut brings back has expired still.
  public func removeExpiredResults() async throws(BackendError) -> Int {
    _ = try await removeExpired { session, limit in try session.removeExpiredChords(limit: limit) }
    _ = try await removeExpired { session, limit in try session.removeExpiredClaims(limit: limit) }
    _ = try await removeExpired { session, limit in try session.removeExpiredRelayed(limit: limit) }
    return try await removeExpired { session, limit in try session.removeExpiredResults(limit: limit) }
  }

  private func removeExpired(
    _ remove: @escaping @Sendable (Session, _ limit: Int) throws -> Int
  ) async throws(BackendError) -> Int {
    let slice = 1000
    var total = 0
    while true {
      let count = try await write("remove expired results", isDurable: false) { session in try remove(session, slice) }
      total += count
      if count < slice { return total }
    }
  }
}
