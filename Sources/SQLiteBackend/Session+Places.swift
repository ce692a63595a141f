import TaskModel

/// Places to run at, of keys whose concurrency is limited, and who waits for one. Each function is a step inside a
/// transaction.
extension Session {
  /// - Parameter task: does not stand in its own way.
  func isPlaceFree(_ concurrency: SharedConcurrency, for task: TaskKey? = nil) throws -> Bool {
    let taken = try first(
      """
      SELECT count(*) FILTER (WHERE p.task IS NOT ?2), count(*) FILTER (WHERE p.task IS ?2)
      FROM places p JOIN nodes n ON n.id = p.node WHERE p.key = ?1 AND n.lease_until > ?3
      """, concurrency.key, task, now, read: { (others: $0.integer(0), own: $0.integer(1)) })
    return taken.map { $0.own > 0 || $0.others < concurrency.limit } ?? true
  }

  func takePlace(_ key: String, for task: TaskKey, node: Int64) throws {
    try run("INSERT OR REPLACE INTO places VALUES (?1, ?2, ?3)", key, task, node)
  }

  func release(_ release: LimitRelease) throws {
    switch release {
    case .unique(let key, let holder): try giveBack(key, of: TaskKey(holder))
    case .concurrency(let key, let holder):
      try run("DELETE FROM places WHERE key = ?1 AND task = ?2", key, TaskKey(holder))
      try sendOn(key)
    }
  }

  /// Frees the places of a node that holds none any more; those who wait for them are sent on.
  func freePlaces(of node: Int64) throws {
    let freed = try all("SELECT key FROM places WHERE node = ?1", node, read: { $0.text(0) })
    if freed.isEmpty { return }
    try run("DELETE FROM places WHERE node = ?1", node)
    for key in freed { try sendOn(key) }
  }

  /// Notes that a message of the deferred set waits for a place.
  func park(_ message: Int64, _ held: Held, due: Timestamp, for concurrency: SharedConcurrency) throws {
    try run(
      """
      INSERT OR REPLACE INTO parked (key, capacity, queue, due, message, since) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
      """, concurrency.key, concurrency.limit, held.queue, due, message, held.since)
  }

  private struct Parked {
    let number: Int64
    let capacity: Int
    let queue: String
    let due: Int64
    let message: Int64
    let since: Int64
  }

  /// Who has waited longest for a place goes to the front of its queue, if there is one.
  private func sendOn(_ key: String) throws {
    while let next = try firstParked(key),
      try isPlaceFree(SharedConcurrency(key: key, limit: next.capacity))
    {
      try run("DELETE FROM parked WHERE number = ?1", next.number)
      // Gone if it came due meanwhile, or was dropped.
      let isSentOn = try run(
        """
        INSERT INTO ready SELECT queue, step, ?4, message, deliveries FROM deferred
        WHERE queue = ?1 AND due = ?2 AND message = ?3
        """, next.queue, next.due, next.message, next.since)
      guard isSentOn > 0 else { continue }
      try run("DELETE FROM deferred WHERE queue = ?1 AND due = ?2 AND message = ?3", next.queue, next.due, next.message)
      try run("UPDATE messages SET due = NULL WHERE id = ?1", next.message)
      return announce(.work)
    }
  }

  private func firstParked(_ key: String) throws -> Parked? {
    try first(
      "SELECT number, capacity, queue, due, message, since FROM parked WHERE key = ?1 ORDER BY number LIMIT 1", key
    ) {
      Parked(
        number: $0.integer(0), capacity: Int(clamping: $0.integer(1)), queue: $0.text(2), due: $0.integer(3),
        message: $0.integer(4), since: $0.integer(5))
    }
  }
}
