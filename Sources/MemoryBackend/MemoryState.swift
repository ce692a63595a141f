import TaskModel

/// Everything the memory backend knows: a value, changed in one step under its lock.
struct MemoryState: Sendable {
  struct Held: Sendable {
    var entry: MemoryEntry
    var node: NodeIdentity
  }

  var queues: [QueueName: MemoryQueue] = [:]
  var held: [Receipt: Held] = [:]
  var leases: [NodeIdentity: Timestamp] = [:]
  /// Which of the claimed queues is served first, so that each has its turn.
  var turn = 0
  var lastSequence = 0
  var lastLetter: Int64 = 0
  var deadLetters: [DeadLetter] = []
  var results: [TaskID: TaskResult] = [:]
  var entries: [String: EntryMemory] = [:]
  var revoked: [TaskID: Timestamp] = [:]
  /// Ids of messages and of chords that came from an outbox, with the moments until which they are known.
  var relayed: [String: Timestamp] = [:]
  var limits = MemoryLimits()
  /// Since when each rests.
  var pauses: [PauseSubject: Timestamp] = [:]
  /// By the header's group.
  var chords: [String: MemoryChord] = [:]
  /// Who is told once the step is done.
  var news: Set<MemoryBackend.Topic> = []
  /// Set by a test: every call fails with it.
  var outage: BackendError?

  mutating func nextSequence() -> Int {
    lastSequence += 1
    return lastSequence
  }

  mutating func add(_ message: TaskMessage, now: Timestamp) {
    var entry = MemoryEntry(
      content: .message(message), queue: message.queue, step: message.priority.step, sequence: nextSequence(),
      readyAt: now)
    if let eta = message.eta, eta > now {
      entry.readyAt = eta
      queues[entry.queue, default: MemoryQueue()].defer(entry)
    } else {
      queues[entry.queue, default: MemoryQueue()].append(entry)
    }
    if let claim = message.unique { limits.claim(claim, for: message.id, eta: message.eta, now: now) }
    news.insert(.work)
  }

  /// Moves what has come due to the end of its line.
  mutating func promoteDue(now: Timestamp) {
    for name in queues.keys {
      for var entry in queues[name]?.removeDue(at: now) ?? [] {
        entry.sequence = nextSequence()
        queues[name]?.append(entry)
      }
    }
  }

  func isAlive(_ node: NodeIdentity, now: Timestamp) -> Bool { leases[node].map { $0 > now } ?? false }

  mutating func putBack(_ receipts: [Receipt], countsDelivery: Bool) {
    for receipt in receipts {
      guard var entry = held.removeValue(forKey: receipt)?.entry else { continue }
      if !countsDelivery { entry.deliveryCount -= 1 }
      queues[entry.queue, default: MemoryQueue()].putBack(entry)
      news.insert(.work)
    }
  }

  /// A final state is never replaced by one that is not.
  mutating func record(_ result: TaskResult, now: Timestamp) {
    if let known = validResult(of: result.id, now: now), known.state.isFinal, !result.state.isFinal { return }
    results[result.id] = result
    news.insert(.result(result.id))
  }

  /// For outcomes that follow from another task's: what a task came to by itself stays.
  mutating func recordUnlessFinal(_ result: TaskResult, now: Timestamp) {
    if let known = validResult(of: result.id, now: now), known.state.isFinal { return }
    record(result, now: now)
  }

  func validResult(of id: TaskID, now: Timestamp) -> TaskResult? {
    results[id].flatMap { $0.expires.map { $0 > now } ?? true ? $0 : nil }
  }
}
