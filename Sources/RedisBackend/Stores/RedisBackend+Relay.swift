public import TaskModel

extension RedisBackend: RelayStore {
  public func relay(_ messages: [TaskMessage], chords: [ChordSize]) async throws(BackendError) {
    try await enqueue(messages, chords: chords)
  }

  public func confirmRelayed(_ ids: [TaskID]) async throws(BackendError) {}
}
