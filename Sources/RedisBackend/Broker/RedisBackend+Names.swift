public import TaskModel

extension RedisBackend {
  /// Takes a node's name, before anything is done under it. What an earlier life of the name held is taken back when a
  /// later one starts, so no two may live at once: they would take each other's running tasks.
  ///
  /// - Parameters:
  ///   - home: where this node runs. Another life of the name there is dead: only one can have the lock on it.
  ///   - duration: how long the name is ours until the lease is first renewed.
  /// - Returns: nil when the name is ours; else who may still live elsewhere.
  public func takeName(
    _ node: NodeIdentity, _ home: String, _ duration: Duration
  ) async throws(BackendError) -> Namesake? {
    let attempted = "take the name \(node.name)"
    let reply = try await run(
      scripts.takeName, [nowText, node.description, node.name, home, String(duration.microseconds)], to: attempted)
    guard let parts = reply.elements, parts.count == 3 else { return nil }
    guard let home = parts[0].text, let lease = parts[1].text.flatMap({ Int64($0) }),
      let left = parts[2].text.flatMap({ Int64($0) })
    else { throw unexpected(reply, attempted) }
    return Namesake(home: home, lease: lease, left: .microseconds(max(0, left)))
  }
}
