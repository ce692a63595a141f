import TaskModel

struct IgnoresPriorities: BackendWrapper {
  let inner: any Backend
  @discardableResult
  func enqueue(_ messages: [TaskMessage], chords: [ChordSize]) async throws(BackendError) -> [RefusedDuplicate] {
    try await inner.enqueue(
      messages.map { message in
        var message = message
        message.priority = .standard
        return message
      })
  }
}

struct IgnoresTheEta: BackendWrapper {
  let inner: any Backend
  @discardableResult
  func enqueue(_ messages: [TaskMessage], chords: [ChordSize]) async throws(BackendError) -> [RefusedDuplicate] {
    try await inner.enqueue(
      messages.map { message in
        var message = message
        message.eta = nil
        return message
      })
  }
}

struct ForgetsDeliveryCounts: BackendWrapper {
  let inner: any Backend
  func claim(_ request: ClaimRequest) async throws(BackendError) -> ClaimBatch {
    var batch = try await inner.claim(request)
    batch.messages = batch.messages.map {
      ClaimedMessage(receipt: $0.receipt, message: $0.message, deliveryCount: 1)
    }
    return batch
  }
}

struct ServesTheFirstQueueOnly: BackendWrapper {
  let inner: any Backend
  func claim(_ request: ClaimRequest) async throws(BackendError) -> ClaimBatch {
    for queue in request.queues {
      let batch = try await inner.claim(ClaimRequest(node: request.node, queues: [queue], limit: request.limit))
      if !batch.messages.isEmpty { return batch }
    }
    return ClaimBatch()
  }
}

struct HidesLostReceipts: BackendWrapper {
  let inner: any Backend
  func settle(_ settlements: [Settlement], by node: NodeIdentity) async throws(BackendError) -> [Receipt] {
    _ = try await inner.settle(settlements, by: node)
    return []
  }
}

struct PublishesBeforeItLooks: BackendWrapper {
  let inner: any Backend
  func settle(_ settlements: [Settlement], by node: NodeIdentity) async throws(BackendError) -> [Receipt] {
    try await inner.enqueue(settlements.flatMap(\.publish))
    return try await inner.settle(
      settlements.map { Settlement(receipt: $0.receipt, disposition: $0.disposition, result: $0.result) }, by: node)
  }
}

struct GrantsNoLease: BackendWrapper {
  let inner: any Backend
  func renewLease(of node: NodeIdentity, for duration: Duration) async throws(BackendError) -> Bool { true }
}

struct NeverTakesOver: BackendWrapper {
  let inner: any Backend
  func restoreAbandoned(by node: NodeIdentity) async throws(BackendError) -> Int { 0 }
}

struct OverwritesFinalStates: BackendWrapper {
  let inner: any Backend
  func store(_ results: [TaskResult]) async throws(BackendError) {
    for result in results { _ = try await inner.forget(result.id) }
    try await inner.store(results)
  }
}

struct SendsEveryTick: BackendWrapper {
  let inner: any Backend
  func claim(_ ticks: [TickClaim]) async throws(BackendError) -> [TickOutcome] {
    try await inner.enqueue(ticks.flatMap(\.messages))
    return ticks.map { _ in .sent }
  }
}

struct NeverRings: BackendWrapper {
  let inner: any Backend
  func wakeUps() -> AsyncStream<Void> { AsyncStream { $0.finish() } }
}
