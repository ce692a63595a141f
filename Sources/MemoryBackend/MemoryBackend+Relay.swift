public import TaskModel

extension MemoryBackend: RelayStore {
  @discardableResult
  public func relay(_ messages: [TaskMessage], chords: [ChordSize]) async throws(BackendError) -> [RefusedDuplicate] {
    try access { state, now in state.relay(messages, chords: chords, now: now) }
  }

  public func confirmRelayed(_ ids: [TaskID]) async throws(BackendError) {
    try access { state, now in
      for id in ids where state.relayed[id.rawValue] != nil { state.relayed[id.rawValue] = now + RelayMemory.confirmed }
    }
  }
}

extension MemoryState {
  fileprivate mutating func relay(
    _ messages: [TaskMessage], chords: [ChordSize], now: Timestamp
  ) -> [RefusedDuplicate] {
    relayed = relayed.filter { $0.value > now }
    let fresh = messages.filter { remember($0.id.rawValue, now: now) }
    let sizes = chords.filter { remember($0.groupID, now: now) }
    return enqueue(FollowUps(messages: fresh, chordSizes: sizes), now: now)
  }

  /// False when it was known.
  private mutating func remember(_ id: String, now: Timestamp) -> Bool {
    if relayed[id] != nil { return false }
    relayed[id] = now + RelayMemory.unconfirmed
    return true
  }
}
