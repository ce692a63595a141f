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
    for release in settlement.releases { try self.release(release) }
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
    case .requeue(let countsDelivery): try putBack(claim.message, held, countsDelivery: countsDelivery)
    case .deferUntil(let due): try `defer`(claim.message, held, until: due)
    case .waitForPlace(let concurrency, let latest):
      if try isPlaceFree(concurrency) {
        try putBack(claim.message, held, countsDelivery: false)
      } else {
        try `defer`(claim.message, held, until: latest)
        try park(claim.message, held, due: latest, for: concurrency)
      }
    case .deadLetter(let reason, let detail):
      try bury(claim.message, held, reason: reason, detail: detail)
    }
    return true
  }

  private func putBack(_ message: Int64, _ held: Held, countsDelivery: Bool) throws {
    try run(
      "INSERT INTO ready VALUES (?1, ?2, ?3, ?4, ?5)", held.queue, held.step, held.since, message,
      held.deliveries - (countsDelivery ? 0 : 1))
    announce(.work)
  }

  private func `defer`(_ message: Int64, _ held: Held, until due: Timestamp) throws {
    try run("UPDATE messages SET due = ?2 WHERE id = ?1", message, due)
    try run(
      "INSERT INTO deferred VALUES (?1, ?2, ?3, ?4, ?5)", held.queue, due, message, held.step, held.deliveries - 1)
    announce(.work)
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
