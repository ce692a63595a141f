import TaskModel

/// One message taken out of its queue, as stored: read by the caller, not by the writing thread.
struct ClaimedRow: Sendable {
  let queue: QueueName
  let message: Int64
  let token: Int64
  let deliveries: Int
  let body: [UInt8]
}

extension Session {
  /// Takes up to `limit` of one queue, by step, then by age.
  func take(_ limit: Int, from queue: QueueName, for node: Int64, token: Int64) throws -> [ClaimedRow] {
    if limit <= 0 { return [] }
    var last: (step: Int64, since: Int64, message: Int64) = (0, 0, 0)
    let rows = try all(
      """
      SELECT r.message, r.deliveries, m.body, r.step, r.since FROM ready r LEFT JOIN messages m ON m.id = r.message
      WHERE r.queue = ?1 ORDER BY r.step, r.since, r.message LIMIT ?2
      """, queue.rawValue, limit
    ) { row in
      last = (row.integer(3), row.integer(4), row.integer(0))
      return ClaimedRow(
        queue: queue, message: row.integer(0), token: token, deliveries: Int(row.integer(1)) + 1, body: row.bytes(2))
    }
    if rows.isEmpty { return [] }
    try run(
      """
      INSERT INTO claims SELECT message, ?3, ?4, queue, step, since, deliveries + 1 FROM ready
      WHERE queue = ?1 ORDER BY step, since, message LIMIT ?2
      """, queue.rawValue, rows.count, token, node)
    try run(
      "DELETE FROM ready WHERE queue = ?1 AND (step, since, message) <= (?2, ?3, ?4)",
      queue.rawValue, last.step, last.since, last.message)
    return rows
  }

  /// What a receipt stands for while its holder still holds it.
  struct Held {
    let queue: String
    let step: Int64
    let since: Int64
    let deliveries: Int64
  }

  func held(_ claim: ClaimReference, by node: Int64) throws -> Held? {
    try first(
      "SELECT queue, step, since, deliveries FROM claims WHERE message = ?1 AND token = ?2 AND node = ?3",
      claim.message, claim.token, node
    ) { Held(queue: $0.text(0), step: $0.integer(1), since: $0.integer(2), deliveries: $0.integer(3)) }
  }

  /// True if it was held by this node under this token: it is not any more.
  func release(_ claim: ClaimReference, by node: Int64) throws -> Bool {
    try run(
      "DELETE FROM claims WHERE message = ?1 AND token = ?2 AND node = ?3", claim.message, claim.token, node) > 0
  }
}
