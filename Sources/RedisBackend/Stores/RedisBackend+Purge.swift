public import TaskModel

extension RedisBackend {
  public func purge(_ queues: [QueueName]?) async throws(BackendError) -> PurgeCount {
    let names = if let queues { queues } else { try await knownQueues() }
    let wanted = queues.map { Set($0) }
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
    return PurgeCount(
      waiting: Int(clamping: counts[0].integer ?? 0), deferred: Int(clamping: counts[1].integer ?? 0),
      inFlight: dropped)
  }
}
