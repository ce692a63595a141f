public import TaskModel

extension SQLiteBackend: RelayStore {
  @discardableResult
  public func relay(_ messages: [TaskMessage], chords: [ChordSize]) async throws(BackendError) -> [RefusedDuplicate] {
    let stored = StoredFollowUps(FollowUps(messages: messages, chordSizes: chords))
    if stored.isEmpty { return [] }
    return try await write("relay") { session in try session.relay(stored) }
  }

  public func confirmRelayed(_ ids: [TaskID]) async throws(BackendError) {
    if ids.isEmpty { return }
    let keys = ids.map(TaskKey.init(_:))
    // Not synced: lost in a power cut, they are known for longer.
    try await write("confirm what was relayed", isDurable: false) { session in
      let expires = session.now + RelayMemory.confirmed
      for key in keys { try session.run("UPDATE relayed SET expires = ?2 WHERE task = ?1", key, expires) }
    }
  }
}

extension Session {
  fileprivate func relay(_ sent: StoredFollowUps) throws -> [RefusedDuplicate] {
    var fresh = sent
    fresh.messages = try sent.messages.filter { try remember($0.key) }
    fresh.chordSizes = try sent.chordSizes.filter { try remember(TaskKey(TaskID($0.groupID))) }
    return try enqueue(fresh)
  }

  /// False when it is known.
  private func remember(_ key: TaskKey) throws -> Bool {
    try run(
      """
      INSERT INTO relayed (task, expires) VALUES (?1, ?2)
      ON CONFLICT (task) DO UPDATE SET expires = excluded.expires WHERE expires <= ?3
      """, key, now + RelayMemory.unconfirmed, now) > 0
  }

  func removeExpiredRelayed(limit: Int) throws -> Int {
    try run(
      "DELETE FROM relayed WHERE task IN (SELECT task FROM relayed WHERE expires <= ?1 ORDER BY expires LIMIT ?2)",
      now, limit)
  }
}
