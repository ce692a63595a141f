import TaskModel

extension Session {
  /// Compares, enqueues and remembers in the one transaction it runs in: of two nodes the second finds the first's memory.
  func claim(_ tick: TickClaim, messages: [StoredMessage]) throws -> TickOutcome {
    let isPaused = try hasPauses() && isPaused(.entry(tick.entry))
    let isPlain = messages.allSatisfy { $0.claim == nil }
    if isPlain, !isPaused, try takeNext(tick) {
      for message in messages { try insert(message) }
      return .sent
    }
    var memory = try entryMemory(tick.entry) ?? EntryMemory(entry: tick.entry, schedule: "", anchor: tick.due)
    if let lastDue = memory.lastDue, lastDue >= tick.due { return .alreadyClaimed(lastDue: lastDue) }
    if isPaused { return .paused }
    memory.lastDue = tick.due
    if tick.skipsIfUnfinished, let previous = memory.lastTaskID, try isStored(TaskKey(previous)) {
      memory.skippedCount += 1
      try save(memory)
      return .overlapping(previous: previous)
    }
    let accepted = try messages.filter { message in
      let isFree = try message.claim.map { try holder(of: $0.key, besides: message.key) == nil } ?? true
      if isFree { try insert(message) }
      return isFree
    }
    if accepted.isEmpty, let claim = messages.last?.claim, let holder = try holder(of: claim.key, besides: nil) {
      memory.skippedCount += 1
      try save(memory)
      return .overlapping(previous: holder)
    }
    memory.lastTaskID = accepted.last?.id ?? memory.lastTaskID
    memory.lastSentAt = now
    memory.sentCount += accepted.count
    try save(memory)
    return .sent
  }

  /// The usual tick in one step: of an entry that is remembered, later than its last, whatever became of that one's task.
  /// False when it is another: nothing was done.
  private func takeNext(_ tick: TickClaim) throws -> Bool {
    guard !tick.skipsIfUnfinished, let last = tick.messages.last else { return false }
    return try run(
      """
      UPDATE beat_entries SET last_due = ?2, last_task = ?3, last_sent_at = ?4, sent = sent + ?5
      WHERE entry = ?1 AND (last_due IS NULL OR last_due < ?2)
      """, tick.entry, tick.due, last.id.rawValue, now, tick.messages.count) > 0
  }

  func entryMemory(_ name: String) throws -> EntryMemory? {
    try first("SELECT * FROM beat_entries WHERE entry = ?1", name, read: EntryMemory.init(_:))
  }

  func entryMemories() throws -> [EntryMemory] {
    try all("SELECT * FROM beat_entries ORDER BY entry", read: EntryMemory.init(_:))
  }

  func save(_ memory: EntryMemory) throws {
    try run(
      "INSERT OR REPLACE INTO beat_entries VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)", memory.entry, memory.schedule,
      memory.anchor, memory.lastDue, memory.lastTaskID?.rawValue, memory.lastSentAt, memory.sentCount,
      memory.skippedCount)
  }
}

extension EntryMemory {
  fileprivate init(_ row: Statement) {
    func moment(_ column: Int32) -> Timestamp? { row.optionalInteger(column).map(Timestamp.init(microseconds:)) }
    self.init(
      entry: row.text(0), schedule: row.text(1), anchor: Timestamp(microseconds: row.integer(2)), lastDue: moment(3),
      lastTaskID: row.isNull(4) ? nil : TaskID(row.text(4)), lastSentAt: moment(5),
      sentCount: Int(clamping: row.integer(6)), skippedCount: Int(clamping: row.integer(7)))
  }
}
