public import TaskModel

extension RedisBackend: TickStore {
  public func claim(_ ticks: [TickClaim]) async throws(BackendError) -> [TickOutcome] {
    var outcomes = [TickOutcome?](repeating: nil, count: ticks.count)
    var open = Array(ticks.indices)
    var known: [Int: (task: TaskID, isUnfinished: Bool)] = [:]
    while !open.isEmpty {
      var call = newCall(capacity: open.count * 1300)
      for index in open {
        call.claimTick(ticks[index], previous: known[index])
        for message in ticks[index].messages { call.send(message, refusesDuplicate: true) }
      }
      let answer = try await apply(call, to: "claim ticks")
      var told: [Int: ChangeAnswer.Tick] = [:]
      for tick in answer.ticks { told[tick.index] = tick }
      var again: [Int] = []
      for (position, index) in open.enumerated() {
        outcomes[index] = TickOutcome(told[position])
        if outcomes[index] == nil, let tick = told[position] {
          let task = TaskID(tick.detail)
          known[index] = (task, try await isUnfinished(task))
          again.append(index)
        }
      }
      open = again
    }
    if outcomes.contains(.sent) { wakers.ring() }
    return outcomes.compactMap { $0 }
  }

  /// Whether a task waits, is deferred, runs or will be tried again. Looked up outside of the step that claims the tick,
  /// which holds only if the entry's last task is still this one.
  private func isUnfinished(_ task: TaskID) async throws(BackendError) -> Bool {
    if let result = try? await result(of: task), result.state.isFinal { return false }
    return try await !locate([task]).isEmpty
  }

  public func entryMemories() async throws(BackendError) -> [EntryMemory] {
    let reply = try await run(
      RedisCommand("HGETALL", options.keyPrefix + "tasksd:beat"), on: commands, to: "read the beat's memory")
    let rows = reply.elements ?? []
    return stride(from: 0, to: rows.count - 1, by: 2).compactMap { index in
      guard let entry = rows[index].text, let record = rows[index + 1].bytes else { return nil }
      return EntryMemory(entry: entry, record: record)
    }.sorted { $0.entry < $1.entry }
  }

  public func remember(_ entries: [EntryMemory]) async throws(BackendError) -> [EntryMemory] {
    if entries.isEmpty { return [] }
    var command = RedisCommand(scripts.remember, keyCount: 0, capacity: entries.count * 300)
    for entry in entries {
      command.append(entry.entry)
      command.append(entry.schedule)
      command.append(entry.record)
    }
    let reply = try await run(command, on: commands, to: "remember entries")
    let records = reply.elements ?? []
    guard records.count == entries.count else { throw unexpected(reply, "remember entries") }
    return zip(entries, records).map { entry, record in
      record.bytes.flatMap { EntryMemory(entry: entry.entry, record: $0) } ?? entry
    }
  }

  public func forgetEntries(_ names: [String]) async throws(BackendError) {
    if names.isEmpty { return }
    var command = RedisCommand("HDEL", options.keyPrefix + "tasksd:beat")
    command.append(contentsOf: names)
    _ = try await run(command, on: commands, to: "forget entries")
  }
}

extension TickOutcome {
  /// Nil when the script wants to know first what became of the last task.
  fileprivate init?(_ tick: ChangeAnswer.Tick?) {
    switch tick?.code {
    case nil: self = .sent
    case "claimed": self = .alreadyClaimed(lastDue: Timestamp(microseconds: tick.flatMap { Int64($0.detail) } ?? 0))
    case "paused": self = .paused
    case "overlapping": self = .overlapping(previous: TaskID(tick?.detail ?? ""))
    default: return nil
    }
  }
}
