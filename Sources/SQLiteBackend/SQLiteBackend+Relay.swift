public import TaskModel

extension SQLiteBackend: RelayStore {
  @discardableResult
  public func relay(_ messages: [TaskMessage], chords: [ChordSize]) async throws(BackendError) -> [RefusedDuplicate] {
    try await enqueue(messages, chords: chords)
  }

  public func confirmRelayed(_ ids: [TaskID]) async throws(BackendError) {}
}
