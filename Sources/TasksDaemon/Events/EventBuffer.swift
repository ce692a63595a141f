import Synchronization
import TaskModel
import Worker

/// Events on their way to those who listen elsewhere: taken in without waiting, whatever becomes of the sending. Of more
/// than `limit` that wait the oldest is dropped, and counted.
final class EventBuffer: Sendable {
  struct Entry: Sendable {
    let event: WorkerEvent
    let time: Timestamp
  }

  private struct State {
    /// Once full, a ring that begins at `head`.
    var entries: [Entry] = []
    var head = 0
    var dropped = 0
    var isOpen = false
    var isEnabled = false
  }

  /// Rings when there is something in a buffer that was empty. For one listener.
  let bell: AsyncStream<Void>
  private let limit: Int
  private let state = Mutex(State())
  private let ring: AsyncStream<Void>.Continuation

  init(limit: Int = 5000) {
    self.limit = max(1, limit)
    (bell, ring) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
  }

  /// How many have been dropped so far.
  var dropped: Int { state.withLock { $0.dropped } }

  /// Somebody sends what is taken in, or nobody any more: then nothing is taken in.
  func setOpen(_ isOpen: Bool) { state.withLock { $0.isOpen = isOpen } }

  /// Whether events are wanted. Returns what it was.
  @discardableResult
  func setEnabled(_ isEnabled: Bool) -> Bool {
    state.withLock { state in
      defer { state.isEnabled = isEnabled }
      return state.isEnabled
    }
  }

  func add(_ event: WorkerEvent, at now: () -> Timestamp) {
    let rings = state.withLock { state in
      guard state.isOpen, state.isEnabled else { return false }
      let entry = Entry(event: event, time: now())
      if state.entries.count < limit {
        state.entries.append(entry)
        return state.entries.count == 1
      }
      state.entries[state.head] = entry
      state.head = (state.head + 1) % limit
      state.dropped += 1
      return false
    }
    if rings { ring.yield() }
  }

  /// All that wait, in order; none wait any more.
  func takeAll() -> [Entry] {
    state.withLock { state in
      defer { (state.entries, state.head) = ([], 0) }
      return state.head == 0 ? state.entries : Array(state.entries[state.head...] + state.entries[..<state.head])
    }
  }
}
