public import TaskModel

extension MemoryBackend: TickStore {
  public func claim(_ ticks: [TickClaim]) async throws(BackendError) -> [TickOutcome] {
    try access { state, now in ticks.map { state.claim($0, now: now) } }
  }

  public func entryMemories() async throws(BackendError) -> [EntryMemory] {
    try access { state, _ in state.entries.values.sorted { $0.entry < $1.entry } }
  }

  public func remember(_ entries: [EntryMemory]) async throws(BackendError) -> [EntryMemory] {
    try access { state, _ in
      entries.map { entry in
        if let known = state.entries[entry.entry], known.schedule == entry.schedule { return known }
        state.entries[entry.entry] = entry
        return entry
      }
    }
  }

  public func forgetEntries(_ names: [String]) async throws(BackendError) {
    try access { state, _ in
      for name in names { state.entries[name] = nil }
    }
  }
}

extension MemoryState {
  fileprivate mutating func claim(_ tick: TickClaim, now: Timestamp) -> TickOutcome {
    var memory = entries[tick.entry] ?? EntryMemory(entry: tick.entry, schedule: "", anchor: tick.due)
    if let lastDue = memory.lastDue, lastDue >= tick.due { return .alreadyClaimed(lastDue: lastDue) }
    if pauses[.entry(tick.entry)] != nil { return .paused }
    memory.lastDue = tick.due
    defer { entries[tick.entry] = memory }
    if tick.skipsIfUnfinished, let previous = memory.lastTaskID, !locate([previous]).isEmpty {
      memory.skippedCount += 1
      return .overlapping(previous: previous)
    }
    let refused = enqueue(FollowUps(messages: tick.messages), now: now)
    if let last = refused.last, refused.count == tick.messages.count {
      memory.skippedCount += 1
      return .overlapping(previous: last.holder)
    }
    let left = Set(refused.map(\.id))
    memory.lastTaskID = tick.messages.last { !left.contains($0.id) }?.id ?? memory.lastTaskID
    memory.lastSentAt = now
    memory.sentCount += tick.messages.count - refused.count
    return .sent
  }
}
