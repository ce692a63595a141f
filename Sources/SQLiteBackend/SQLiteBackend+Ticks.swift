public import TaskModel

extension SQLiteBackend: TickStore {
  public func claim(_ ticks: [TickClaim]) async throws(BackendError) -> [TickOutcome] {
    if ticks.isEmpty { return [] }
    let stored = ticks.map { tick in (tick, tick.messages.map(StoredMessage.init)) }
    return try await write("claim ticks") { session in
      try stored.map { try session.claim($0, messages: $1) }
    }
  }

  public func entryMemories() async throws(BackendError) -> [EntryMemory] {
    try await read("read the beat's memory") { session in try session.entryMemories() }
  }

  public func remember(_ entries: [EntryMemory]) async throws(BackendError) -> [EntryMemory] {
    if entries.isEmpty { return [] }
    return try await write("remember entries") { session in
      try entries.map { entry in
        if let known = try session.entryMemory(entry.entry), known.schedule == entry.schedule { return known }
        try session.save(entry)
        return entry
      }
    }
  }

  public func forgetEntries(_ names: [String]) async throws(BackendError) {
    if names.isEmpty { return }
    try await write("forget entries") { session in
      for name in names { try session.run("DELETE FROM beat_entries WHERE entry = ?1", name) }
    }
  }
}
