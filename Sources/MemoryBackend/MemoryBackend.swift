import Synchronization
public import TaskModel

/// A whole backend in memory: for tests, for eager mode and for `memory://`. Nothing survives the process.
///
/// It honours the same conformance text as the stores that last (see ``BackendConformance``).
public final class MemoryBackend: Sendable {
  let clock: any WallClock
  private let bell = Bell<Topic>()
  private let state = Mutex(MemoryState())

  /// What can be listened to.
  enum Topic: Hashable, Sendable { case work, pauses, result(TaskID) }

  public init(clock: any WallClock) { self.clock = clock }

  /// Lets every call fail with `error` until it is set to nil again: a store that is away.
  public func setOutage(_ error: BackendError?) {
    state.withLock { $0.outage = error }
    if error == nil { ring(.work) }
  }

  /// Puts bytes into a queue that no one can read as a message.
  public func plantUnreadable(_ bytes: [UInt8], reason: String, in queue: QueueName) {
    let now = clock.now
    state.withLock { state in
      let entry = MemoryEntry(
        content: .unreadable(bytes, reason: reason), queue: queue, step: Priority.standard.step,
        sequence: state.nextSequence(), readyAt: now)
      state.queues[queue, default: MemoryQueue()].append(entry)
    }
    ring(.work)
  }

  /// One atomic step on the state, unless the store is away; then tells those who wait for what came of it.
  func access<Value: Sendable>(
    _ body: (inout MemoryState, _ now: Timestamp) -> Value
  ) throws(BackendError) -> Value {
    let now = clock.now
    let (value, news) = try state.withLock { (state) throws(BackendError) -> (Value, Set<Topic>) in
      if let outage = state.outage { throw outage }
      defer { state.news = [] }
      let value = body(&state, now)
      return (value, state.news)
    }
    if !news.isEmpty { bell.ring(Array(news)) }
    return value
  }

  func listen(to topic: Topic) -> AsyncStream<Void> { bell.listen(to: topic) }
  func ring(_ topic: Topic) { bell.ring([topic]) }
}
