public import TaskModel

extension SQLiteBackend: QueueInspection {
  public func queueStatistics(of queues: [QueueName]) async throws(BackendError) -> [QueueStatistics] {
    try await read("count messages") { session in
      var statistics = Dictionary(
        queues.map { ($0, QueueStatistics(queue: $0)) }, uniquingKeysWith: { first, _ in first })
      for counted in try session.countedQueues() {
        statistics[counted.queue, default: QueueStatistics(queue: counted.queue)].add(counted)
      }
      return statistics.values.sorted { $0.queue < $1.queue }
    }
  }

  public func deferredMessages(limit: Int) async throws(BackendError) -> [TaskMessage] {
    if limit <= 0 { return [] }
    let bodies = try await read("list deferred messages") { session in try session.deferredBodies(limit: limit) }
    return bodies.compactMap { try? StoredMessage.read($0).get() }
  }

  public func locate(_ ids: [TaskID]) async throws(BackendError) -> [LocatedMessage] {
    let rows = try await read("locate messages") { session in try ids.flatMap { try session.locate(TaskKey($0)) } }
    return rows.compactMap { row in
      guard let message = try? StoredMessage.read(row.body).get() else { return nil }
      return LocatedMessage(message: message, place: row.place, node: row.node)
    }
  }

  /// In slices, so that no other call waits long; what is sent meanwhile may be dropped with the rest.
  public func purge(_ queues: [QueueName]?) async throws(BackendError) -> PurgeCount {
    let queues = if let queues { queues } else { try await read("purge") { try $0.queuesInUse() } }
    let slice = 2000
    var total = PurgeCount()
    while true {
      let count = try await write("purge") { session in try session.purge(queues, limit: slice) }
      total.waiting += count.waiting
      total.deferred += count.deferred
      total.inFlight += count.inFlight
      if count.total < slice { return total }
    }
  }
}

extension QueueStatistics {
  fileprivate mutating func add(_ other: QueueStatistics) {
    waiting += other.waiting
    deferred += other.deferred
    inFlight += other.inFlight
    if let oldest = other.oldestReadyAt { oldestReadyAt = min(oldestReadyAt ?? oldest, oldest) }
  }
}
