import CeleryWire
public import TaskModel

extension RedisBackend {
  public func purge(_ queues: [QueueName]?) async throws(BackendError) -> PurgeCount {
    let names = if let queues { queues } else { try await knownQueues() }
    let wanted = queues.map { Set($0) }
    let claims = try await claims(in: names)
    let reply = try await run(scripts.purge, [nowText] + Set(names).map(\.rawValue), to: "purge")
    guard let counts = reply.elements, counts.count == 2 else { throw unexpected(reply, "purge") }
    var tags: Set<String> = []
    try await forEachHeld(matching: "*#*", to: "purge") { tag, bytes in
      guard HeldTag(tag) != nil, let record = HeldRecord(bytes) else { return }
      if wanted?.contains(QueueName(record.routingKey)) ?? true { tags.insert(tag) }
    }
    var dropped = 0
    if !tags.isEmpty {
      dropped = Int(clamping: try await run(scripts.dropHeld, [nowText] + tags, to: "purge").integer ?? 0)
    }
    if !claims.isEmpty { try await giveUp(claims) }
    return PurgeCount(
      waiting: Int(clamping: counts[0].integer ?? 0), deferred: Int(clamping: counts[1].integer ?? 0),
      inFlight: dropped)
  }

  /// Keys and holders: what messages of these queues hold, waiting or not.
  private func claims(in names: [QueueName]) async throws(BackendError) -> [(key: String, holder: String)] {
    let arguments = [nowText] + Set(names).map(\.rawValue)
    let rows = try await run(scripts.claimedKeys, arguments, to: "purge").elements ?? []
    return stride(from: 0, to: rows.count - 1, by: 2).compactMap { index in
      guard let key = rows[index].text, let holder = rows[index + 1].text else { return nil }
      return (key, holder)
    }
  }

  /// Ends the claims of those that are not in anybody's hands: they were dropped.
  private func giveUp(_ claims: [(key: String, holder: String)]) async throws(BackendError) {
    var held: Set<String> = []
    try await forEachHeld(matching: "*", to: "purge") { _, bytes in
      guard let record = HeldRecord(bytes),
        let decoded = try? CeleryCodec.decode(Array(record.envelope), queue: QueueName(record.routingKey)).get()
      else { return }
      held.insert(decoded.message.id.rawValue)
    }
    let dropped = claims.filter { !held.contains($0.holder) }.flatMap { [$0.key, $0.holder] }
    if !dropped.isEmpty { _ = try await run(scripts.giveUpKeys, [nowText] + dropped, to: "purge") }
  }
}
