public import TaskModel

extension MemoryBackend: LimitStore {
  public func admit(_ request: AdmissionRequest) async throws(BackendError) -> Admission {
    try access { state, now in state.admit(request, now: now) }
  }
}

extension MemoryState {
  /// Accepts what is sent, but for duplicates, which are returned.
  mutating func enqueue(_ sent: FollowUps, now: Timestamp) -> [RefusedDuplicate] {
    var accepted = sent
    var refused: [RefusedDuplicate] = []
    accepted.messages.removeAll { message in
      guard let claim = message.unique else { return false }
      if let holder = limits.holder(of: claim.key, besides: message.id, now: now) {
        refused.append(RefusedDuplicate(id: message.id, holder: holder))
        return true
      }
      limits.claim(claim, for: message.id, eta: message.eta, now: now)
      return false
    }
    apply(accepted, now: now)
    return refused
  }

  fileprivate mutating func admit(_ request: AdmissionRequest, now: Timestamp) -> Admission {
    if let claim = request.unique, let holder = limits.holder(of: claim.key, besides: request.task, now: now) {
      return .duplicate(of: holder)
    }
    if let concurrency = request.concurrency, !isPlaceFree(concurrency, for: request.task, now: now) { return .full }
    if let rate = request.rate, let moment = limits.takeToken(of: rate, at: now) { return .notBefore(moment) }
    if let claim = request.unique, claim.end != .start {
      limits.claim(claim, for: request.task, eta: nil, now: now)
    }
    if let concurrency = request.concurrency {
      limits.places[concurrency.key, default: [:]][request.task] = request.node
    }
    return .granted
  }

  /// - Parameter task: does not stand in its own way.
  func isPlaceFree(_ concurrency: SharedConcurrency, for task: TaskID? = nil, now: Timestamp) -> Bool {
    let places = limits.places[concurrency.key] ?? [:]
    if let task, let node = places[task], isAlive(node, now: now) { return true }
    return places.count { $0.key != task && isAlive($0.value, now: now) } < concurrency.limit
  }

  mutating func release(_ release: LimitRelease, now: Timestamp) {
    switch release {
    case .unique(let key, let holder): limits.release(key, of: holder)
    case .concurrency(let key, let holder):
      limits.leave(key, holder)
      sendOn(key, now: now)
    }
  }

  /// Frees the places of nodes that hold none any more; those who wait for them are sent on.
  mutating func freePlaces(now: Timestamp, of isGone: (NodeIdentity) -> Bool) {
    for (key, places) in limits.places {
      for (task, node) in places where isGone(node) {
        limits.leave(key, task)
        sendOn(key, now: now)
      }
    }
  }

  /// Who has waited longest for a place goes to the front of its queue, if there is one.
  private mutating func sendOn(_ key: String, now: Timestamp) {
    while let parked = limits.parked[key]?.first, isPlaceFree(parked.concurrency, now: now) {
      limits.unparkFirst(key)
      // Gone if it came due meanwhile, or was dropped.
      guard var entry = queues[parked.queue]?.takeDeferred(parked.sequence) else { continue }
      entry.readyAt = now
      queues[entry.queue, default: MemoryQueue()].putBack(entry)
      news.insert(.work)
      return
    }
  }
}
