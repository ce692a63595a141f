import TaskModel

/// Where messages stand and how they move. Each function is a step inside a transaction.
extension Session {
  func insert(_ message: StoredMessage) throws {
    let due = message.eta.flatMap { $0 > now ? $0 : nil }
    try run("INSERT INTO messages (task, due, body) VALUES (?1, ?2, ?3)", message.key, due, message.body)
    let id = lastInsertedID
    if let due {
      try run("INSERT INTO deferred VALUES (?1, ?2, ?3, ?4, 0)", message.queue, due, id, message.step)
    } else {
      try run("INSERT INTO ready VALUES (?1, ?2, ?3, ?4, 0)", message.queue, message.step, arrival, id)
    }
    if let claim = message.claim { try hold(claim, for: message.key, eta: due) }
    announce(.work)
  }

  /// Moves what has come due into its queue, under the moment at which it was due. Returns when the next one is.
  func promote(_ queue: String) throws -> Timestamp? {
    guard let next = try nextDue(in: queue), next <= now else { return try nextDue(in: queue) }
    // Many at once go in slices: the rest follows with the next claims, and nobody waits for a million moves.
    let last = try first(
      "SELECT due, message FROM deferred WHERE queue = ?1 AND due <= ?2 ORDER BY due, message LIMIT 1 OFFSET 1999",
      queue, now, read: { (due: $0.integer(0), message: $0.integer(1)) })
    let (due, message) = last ?? (now.microseconds, Int64.max)
    try run(
      """
      INSERT INTO ready SELECT queue, step, due, message, deliveries FROM deferred
      WHERE queue = ?1 AND (due, message) <= (?2, ?3)
      """, queue, due, message)
    try run("DELETE FROM deferred WHERE queue = ?1 AND (due, message) <= (?2, ?3)", queue, due, message)
    return try nextDue(in: queue)
  }

  func nextDue(in queue: String) throws -> Timestamp? {
    try first(
      "SELECT due FROM deferred WHERE queue = ?1 ORDER BY due LIMIT 1", queue,
      read: { Timestamp(microseconds: $0.integer(0)) })
  }

  func isStored(_ task: TaskKey) throws -> Bool {
    try first("SELECT 1 FROM messages WHERE task = ?1 LIMIT 1", task, read: { _ in true }) ?? false
  }

  /// Puts back to the front what a node holds. Returns how many.
  func putBackAll(heldBy node: Int64, countsDelivery: Bool) throws -> Int {
    let count = try run(
      """
      INSERT INTO ready SELECT queue, step, since, message, deliveries - ?2 FROM claims WHERE node = ?1
      """, node, countsDelivery ? 0 : 1)
    if count > 0 {
      try run("DELETE FROM claims WHERE node = ?1", node)
      announce(.work)
    }
    return count
  }
}
