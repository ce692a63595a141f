import TaskModel

extension Session {
  /// The node's row, if it has one.
  func nodeID(_ node: NodeIdentity) throws -> Int64? {
    try first(
      "SELECT id FROM nodes WHERE name = ?1 AND incarnation = ?2", node.name, node.incarnation, read: { $0.integer(0) })
  }

  /// The node's row, made when there is none; without a lease until it asks for one.
  func ensureNode(_ node: NodeIdentity) throws -> Int64 {
    if let id = try nodeID(node) { return id }
    try run(
      "INSERT INTO nodes (name, incarnation, lease_until) VALUES (?1, ?2, ?3)", node.name, node.incarnation,
      Timestamp.distantPast)
    return lastInsertedID
  }

  func renewLease(of node: NodeIdentity, until moment: Timestamp) throws {
    try run(
      """
      INSERT INTO nodes (name, incarnation, lease_until) VALUES (?1, ?2, ?3)
      ON CONFLICT (name, incarnation) DO UPDATE SET lease_until = excluded.lease_until
      """, node.name, node.incarnation, moment)
  }

  /// Earlier and other incarnations of `node`, and all whose lease ran out.
  func deadNodes(asSeenBy node: NodeIdentity) throws -> [Int64] {
    try all(
      """
      SELECT id FROM nodes WHERE NOT (name = ?1 AND incarnation = ?2) AND (name = ?1 OR lease_until <= ?3)
      """, node.name, node.incarnation, now, read: { $0.integer(0) })
  }

  func forgetNode(_ id: Int64) throws { try run("DELETE FROM nodes WHERE id = ?1", id) }
}
