import DequeModule
import Synchronization
import TaskModel

/// The messages this worker has claimed and no slot runs yet. All slots draw from it, so a message waits only while
/// every slot is busy.
final class DeliveryBuffer: Sendable {
  private struct State {
    var reserved: Deque<ClaimedMessage> = []
    var waiting: Deque<(slot: Int, continuation: CheckedContinuation<ClaimedMessage?, Never>)> = []
    var retired: Set<Int> = []
    var isClosed = false
  }

  private let state = Mutex(State())

  /// The next message for a slot; nil when the slot is to end.
  func next(for slot: Int) async -> ClaimedMessage? {
    if let message = takeNow(slot) { return message }
    return await withCheckedContinuation { continuation in
      let answer: ClaimedMessage?? = state.withLock { state in
        if state.isClosed || state.retired.remove(slot) != nil { return .some(nil) }
        if let message = state.reserved.popFirst() { return message }
        state.waiting.append((slot, continuation))
        return nil
      }
      if let answer { continuation.resume(returning: answer) }
    }
  }

  private func takeNow(_ slot: Int) -> ClaimedMessage? {
    state.withLock { $0.retired.contains(slot) ? nil : $0.reserved.popFirst() }
  }

  /// False when it is closed: then nothing was added, and the caller still holds the messages.
  func add(_ messages: [ClaimedMessage]) -> Bool {
    let handed: [(CheckedContinuation<ClaimedMessage?, Never>, ClaimedMessage)]? = state.withLock { state in
      if state.isClosed { return nil }
      state.reserved.append(contentsOf: messages)
      var handed: [(CheckedContinuation<ClaimedMessage?, Never>, ClaimedMessage)] = []
      while let waiter = state.waiting.first, let message = state.reserved.popFirst() {
        state.waiting.removeFirst()
        handed.append((waiter.continuation, message))
      }
      return handed
    }
    guard let handed else { return false }
    for (continuation, message) in handed { continuation.resume(returning: message) }
    return true
  }

  /// The slot ends when it asks next, or now if it waits.
  func retire(_ slot: Int) {
    let waiter = state.withLock { state in
      guard let index = state.waiting.firstIndex(where: { $0.slot == slot }) else {
        state.retired.insert(slot)
        return nil as CheckedContinuation<ClaimedMessage?, Never>?
      }
      return state.waiting.remove(at: index).continuation
    }
    waiter?.resume(returning: nil)
  }

  /// Ends all slots as they come to ask, and returns what none of them runs.
  func close() -> [ClaimedMessage] {
    let (rest, waiting) = state.withLock { state in
      state.isClosed = true
      defer { (state.reserved, state.waiting) = ([], []) }
      return (Array(state.reserved), Array(state.waiting))
    }
    for waiter in waiting { waiter.continuation.resume(returning: nil) }
    return rest
  }

  var reserved: [ClaimedMessage] { state.withLock { Array($0.reserved) } }
}
