import TaskModel

extension Session {
  /// Drops up to `limit` messages of these queues: what waits, what is deferred, what dead nodes hold.
  /// Fewer than `limit` dropped means that none are left.
  func purge(_ queues: [QueueName], limit: Int) throws -> PurgeCount {
    var count = PurgeCount()
    for queue in queues.map(\.rawValue) {
      let due = try drop(due: true, from: queue, limit: limit - count.total)
      let waiting = try dropWaiting(from: queue, limit: limit - count.total - due)
      count.waiting += due + waiting
      count.deferred += try drop(due: false, from: queue, limit: limit - count.total)
      count.inFlight += try dropAbandoned(from: queue, limit: limit - count.total)
    }
    return count
  }

  private func dropWaiting(from queue: String, limit: Int) throws -> Int {
    let dropped = try all(
      """
      DELETE FROM messages WHERE id IN
      (SELECT message FROM ready WHERE queue = ?1 ORDER BY step, since, message LIMIT ?2)
      RETURNING task
      """, queue, limit, read: { TaskKey($0, 0) })
    try giveUpClaims(of: dropped)
    return try run(
      """
      DELETE FROM ready WHERE queue = ?1 AND (step, since, message) IN
      (SELECT step, since, message FROM ready WHERE queue = ?1 ORDER BY step, since, message LIMIT ?2)
      """, queue, limit)
  }

  /// Of the deferred: those whose moment has come, which wait in truth, or the others.
  private func drop(due isDue: Bool, from queue: String, limit: Int) throws -> Int {
    let (from, to) = isDue ? (Timestamp.distantPast, now) : (now, Timestamp.distantFuture)
    let dropped = try all(
      """
      DELETE FROM messages WHERE id IN
      (SELECT message FROM deferred WHERE queue = ?1 AND due BETWEEN ?2 AND ?3 ORDER BY due, message LIMIT ?4)
      RETURNING task
      """, queue, from, to, limit, read: { TaskKey($0, 0) })
    try giveUpClaims(of: dropped)
    return try run(
      """
      DELETE FROM deferred WHERE queue = ?1 AND (due, message) IN
      (SELECT due, message FROM deferred WHERE queue = ?1 AND due BETWEEN ?2 AND ?3 ORDER BY due, message LIMIT ?4)
      """, queue, from, to, limit)
  }

  private func dropAbandoned(from queue: String, limit: Int) throws -> Int {
    let dead = try all(
      """
      SELECT c.message FROM claims c LEFT JOIN nodes n ON n.id = c.node
      WHERE c.queue = ?1 AND coalesce(n.lease_until <= ?2, 1) LIMIT ?3
      """, queue, now, limit, read: { $0.integer(0) })
    for message in dead {
      try run("DELETE FROM claims WHERE message = ?1", message)
      try giveUpClaims(of: all("DELETE FROM messages WHERE id = ?1 RETURNING task", message, read: { TaskKey($0, 0) }))
    }
    return dead.count
  }
}
