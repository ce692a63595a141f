import TaskModel

extension Session {
  /// Applies each whole or not at all; returns the receipts that are not held any more.
  func settle(_ settlements: [StoredSettlement], by node: NodeIdentity) throws -> [Receipt] {
    let id = try nodeID(node)
    return try settlements.filter { try !settle($0, by: id) }.map(\.receipt)
  }

  private func settle(_ settlement: StoredSettlement, by node: Int64?) throws -> Bool {
    if settlement.disposition != .recordOnly {
      guard let node, let claim = settlement.claim, try dispose(of: claim, as: settlement.disposition, node: node)
      else { return false }
    }
    if let result = settlement.result { try store(result) }
    if let followUps = settlement.followUps { try apply(followUps) }
    return true
  }

  /// False when the node does not hold it: nothing was done.
  private func dispose(of claim: ClaimReference, as disposition: Settlement.Disposition, node: Int64) throws -> Bool {
    if disposition == .acknowledge {
      guard try release(claim, by: node) else { return false }
      try run("DELETE FROM messages WHERE id = ?1", claim.message)
      return true
    }
    guard let held = try held(claim, by: node), try release(claim, by: node) else { return false }
    switch disposition {
    case .recordOnly, .acknowledge: break
    case .requeue(let countsDelivery):
      try run(
        "INSERT INTO ready VALUES (?1, ?2, ?3, ?4, ?5)", held.queue, held.step, held.since, claim.message,
        held.deliveries - (countsDelivery ? 0 : 1))
      announce(.work)
    case .deferUntil(let due):
      try run("UPDATE messages SET due = ?2 WHERE id = ?1", claim.message, due)
      try run(
        "INSERT INTO deferred VALUES (?1, ?2, ?3, ?4, ?5)", held.queue, due, claim.message, held.step,
        held.deliveries - 1)
      announce(.work)
    case .deadLetter(let reason, let detail):
      try bury(claim.message, held, reason: reason, detail: detail)
    }
    return true
  }

  private func bury(_ message: Int64, _ held: Held, reason: DeadLetter.Reason, detail: String) throws {
    try run(
      """
      INSERT INTO dead_letters (reason, detail, queue, died_at, deliveries, body)
      SELECT ?2, ?3, ?4, ?5, ?6, body FROM messages WHERE id = ?1
      """, message, reason.rawValue, detail, held.queue, now, held.deliveries)
    try run("DELETE FROM messages WHERE id = ?1", message)
  }
}
