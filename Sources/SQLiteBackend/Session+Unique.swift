import TaskModel

/// Keys of which one task is to be the only one. Each function is a step inside a transaction.
extension Session {
  /// Accepts what is sent, but for duplicates, which are returned.
  func enqueue(_ sent: StoredFollowUps) throws -> [RefusedDuplicate] {
    var refused: [RefusedDuplicate] = []
    var accepted = sent
    if sent.messages.contains(where: { $0.claim != nil }) {
      accepted.messages = try sent.messages.filter { message in
        guard let claim = message.claim else { return true }
        if let holder = try holder(of: claim.key, besides: message.key) {
          refused.append(RefusedDuplicate(id: message.id, holder: holder))
          return false
        }
        try hold(claim, for: message.key, eta: message.eta)
        return true
      }
    }
    try apply(accepted)
    return refused
  }

  /// Who else holds the key.
  func holder(of key: String, besides task: TaskKey?) throws -> TaskID? {
    try first(
      "SELECT task FROM unique_claims WHERE key = ?1 AND task IS NOT ?2 AND expires > ?3", key, task, now,
      read: { TaskKey($0, 0).id })
  }

  /// Takes the key if it is free, or renews what the task holds; otherwise does nothing. A period counts from the first
  /// sending.
  func hold(_ claim: UniqueClaim, for task: TaskKey, eta: Timestamp?) throws {
    try run(
      """
      INSERT INTO unique_claims VALUES (?1, ?2, ?3, ?4)
      ON CONFLICT (key) DO UPDATE SET task = excluded.task, ends = excluded.ends,
      expires = iif(unique_claims.expires <= ?5, excluded.expires, max(unique_claims.expires, excluded.expires))
      WHERE unique_claims.expires <= ?5 OR (unique_claims.task = excluded.task AND unique_claims.ends <> 'period')
      """, claim.key, task, claim.end.rawValue, claim.expires(now: now, eta: eta), now)
  }

  /// A claim for a period stands until its time is over.
  func giveBack(_ key: String, of task: TaskKey) throws {
    try run("DELETE FROM unique_claims WHERE key = ?1 AND task = ?2 AND ends <> 'period'", key, task)
  }

  /// What was dropped keeps nobody away.
  func giveUpClaims(of tasks: [TaskKey]) throws {
    guard !tasks.isEmpty, try first("SELECT 1 FROM unique_claims LIMIT 1", read: { _ in true }) ?? false else { return }
    for task in tasks { try run("DELETE FROM unique_claims WHERE task = ?1 AND ends <> 'period'", task) }
  }

  func removeExpiredClaims(limit: Int) throws -> Int {
    try run(
      "DELETE FROM unique_claims WHERE key IN (SELECT key FROM unique_claims WHERE expires <= ?1 ORDER BY expires LIMIT ?2)",
      now, limit)
  }
}
