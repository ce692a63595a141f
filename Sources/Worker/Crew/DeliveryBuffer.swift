import DequeModule
import Synchronization
import TaskModel

/// The messages this worker has claimed and no slot runs yet. All slots draw from it, so a message waits only while
/// every slot is busy.
///
/// A waiting slot is woken and comes to draw; it is not handed the message. Its thread may be blocked by a neighbour, and
/// what it was handed there would be lost to all others.
final class DeliveryBuffer: Sendable {
  private typealias Waiter = (slot: Int, continuation: CheckedContinuation<Void, Never>)

  private struct State {
    var reserved: Deque<ClaimedMessage> = []
    var waiting: Deque<Waiter> = []
    /// Slots with a message in hand.
    var busy: Set<Int> = []
    var retired: Set<Int> = []
    var isClosed = false

    /// Those longest idle come first. As many as there are messages, whoever was woken before: that one's thread may be
    /// blocked.
    mutating func takeWaiters() -> [Waiter] {
      let count = min(reserved.count, waiting.count)
      defer { waiting.removeFirst(count) }
      return Array(waiting.prefix(count))
    }
  }

  private enum Draw {
    case message(ClaimedMessage)
    case nothing
    case ended
  }

  private let state = Mutex(State())

  /// The next message for a slot, in the order in which they came; nil when the slot is to end.
  func next(for slot: Int) async -> ClaimedMessage? {
    while true {
      switch draw(slot) {
      case .message(let message): return message
      case .ended: return nil
      case .nothing: await wait(slot)
      }
    }
  }

  private func draw(_ slot: Int) -> Draw {
    state.withLock { state in
      if !state.retired.isEmpty, state.retired.contains(slot) {
        state.busy.remove(slot)
        return .ended
      }
      if let message = state.reserved.popFirst() {
        state.busy.insert(slot)
        return .message(message)
      }
      state.busy.remove(slot)
      return state.isClosed ? .ended : .nothing
    }
  }

  private func wait(_ slot: Int) async {
    await withCheckedContinuation { continuation in
      let goesOn = state.withLock { state in
        if state.isClosed || !state.reserved.isEmpty || state.retired.contains(slot) { return true }
        state.waiting.append((slot, continuation))
        return false
      }
      if goesOn { continuation.resume() }
    }
  }

  /// False when it is closed: then nothing was added, and the caller still holds the messages.
  func add(_ messages: [ClaimedMessage]) -> Bool {
    let waiters: [Waiter]? = state.withLock { state in
      if state.isClosed { return nil }
      state.reserved.append(contentsOf: messages)
      return state.takeWaiters()
    }
    for waiter in waiters ?? [] { waiter.continuation.resume() }
    return waiters != nil
  }

  /// The slot is done with its message, though it will draw only later.
  func putDown(_ slot: Int) { state.withLock { _ = $0.busy.remove(slot) } }

  /// The slot ends when it asks next, or now if it waits. True: it has no message in hand, and never gets one again.
  func retire(_ slot: Int) -> Bool {
    let (isIdle, waiters) = state.withLock { state in
      state.retired.insert(slot)
      var waiters: [Waiter] = []
      if let index = state.waiting.firstIndex(where: { $0.slot == slot }) {
        waiters.append(state.waiting.remove(at: index))
      }
      // It may have been woken for a message that another has to take now.
      waiters += state.takeWaiters()
      return (!state.busy.contains(slot), waiters)
    }
    for waiter in waiters { waiter.continuation.resume() }
    return isIdle
  }

  /// The slot has ended and will not come again.
  func forget(_ slot: Int) {
    state.withLock { state in
      state.busy.remove(slot)
      state.retired.remove(slot)
    }
  }

  /// Ends all slots as they come to ask, and returns what none of them runs.
  func close() -> [ClaimedMessage] {
    let (rest, waiting) = state.withLock { state in
      state.isClosed = true
      defer { (state.reserved, state.waiting) = ([], []) }
      return (Array(state.reserved), Array(state.waiting))
    }
    for waiter in waiting { waiter.continuation.resume() }
    return rest
  }

  /// What no slot runs yet of these queues; it is not here any more.
  func takeBack(_ queues: [QueueName]) -> [ClaimedMessage] {
    if queues.isEmpty { return [] }
    return state.withLock { state in
      let isMeant = { (claimed: ClaimedMessage) in queues.contains(claimed.message.queue) }
      defer { state.reserved.removeAll(where: isMeant) }
      return state.reserved.filter(isMeant)
    }
  }

  var hasReserved: Bool { state.withLock { !$0.reserved.isEmpty } }
  var reserved: [ClaimedMessage] { state.withLock { Array($0.reserved) } }
}
