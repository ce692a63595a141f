import TaskModel

/// Who listens to what, what the server was asked for, and what it has confirmed.
struct SubscriptionTable {
  typealias Listener = AsyncStream<ListenerEvent>.Continuation
  typealias Waiter = CheckedContinuation<Result<Void, LinkError>, Never>

  private(set) var isClosed = false
  private var lastNumber: UInt64 = 0
  private var listeners: [Subscription: [UInt64: Listener]] = [:]
  private var waiters: [UInt64: (subscription: Subscription, continuation: Waiter)] = [:]
  /// What may differ between what is wanted and what the server was asked for.
  private var changed: Set<Subscription> = []
  /// What the server was asked to send, on this connection.
  private var asked: Set<Subscription> = []
  private var confirmed: Set<Subscription> = []
  private var refused: [Subscription: LinkError] = [:]
  /// The requests whose replies are still to come: the server answers in order.
  private var outstanding: [(subscription: Subscription, isSubscribe: Bool)] = []

  var isEmpty: Bool { listeners.isEmpty }

  mutating func nextNumber() -> UInt64 {
    lastNumber += 1
    return lastNumber
  }

  /// - Returns: whether it is confirmed already.
  mutating func add(_ listener: Listener, _ number: UInt64, to subscription: Subscription) -> Bool {
    listeners[subscription, default: [:]][number] = listener
    changed.insert(subscription)
    return confirmed.contains(subscription)
  }

  /// - Returns: whether it was the last one.
  mutating func remove(_ number: UInt64, from subscription: Subscription) -> Bool {
    listeners[subscription]?[number] = nil
    guard listeners[subscription]?.isEmpty == true else { return false }
    listeners[subscription] = nil
    changed.insert(subscription)
    return true
  }

  /// - Returns: the result, where it is known now.
  mutating func add(_ waiter: Waiter, _ number: UInt64, for subscription: Subscription) -> Result<Void, LinkError>? {
    if isClosed { return .failure(.closed) }
    if confirmed.contains(subscription) { return .success(()) }
    if let error = refused[subscription] { return .failure(error) }
    if listeners[subscription] == nil {
      return .failure(LinkError(.refused, "nobody listens to \(subscription.name)"))
    }
    waiters[number] = (subscription, waiter)
    return nil
  }

  mutating func removeWaiter(_ number: UInt64) -> Waiter? { waiters.removeValue(forKey: number)?.continuation }

  /// Nothing was asked for on this connection yet.
  mutating func connected() {
    asked = []
    confirmed = []
    refused = [:]
    outstanding = []
    changed = Set(listeners.keys)
  }

  mutating func requests() -> [RedisCommand] {
    var commands: [RedisCommand] = []
    for subscription in changed {
      let isWanted = listeners[subscription] != nil
      if isWanted == asked.contains(subscription) { continue }
      commands.append(isWanted ? subscription.subscribe : subscription.unsubscribe)
      outstanding.append((subscription, isWanted))
      refused[subscription] = nil
      if isWanted {
        asked.insert(subscription)
      } else {
        asked.remove(subscription)
        confirmed.remove(subscription)
      }
    }
    changed = []
    return commands
  }

  /// The server answered the oldest request.
  /// - Returns: who is to be told.
  mutating func answered(_ error: LinkError?) -> (listeners: [Listener], waiters: [Waiter]) {
    if outstanding.isEmpty { return ([], []) }
    let (subscription, isSubscribe) = outstanding.removeFirst()
    let isOvertaken = outstanding.contains { $0.subscription == subscription }
    if !isSubscribe || isOvertaken { return ([], []) }
    let waiting = takeWaiters { $0 == subscription }
    if let error {
      refused[subscription] = error
      asked.remove(subscription)
      return (listeners(to: subscription), waiting)
    }
    confirmed.insert(subscription)
    return (listeners(to: subscription), waiting)
  }

  func listeners(to subscription: Subscription) -> [Listener] { listeners[subscription].map { Array($0.values) } ?? [] }

  mutating func lost() -> [Waiter] {
    confirmed = []
    return takeWaiters { _ in true }
  }

  mutating func close() -> (listeners: [Listener], waiters: [Waiter]) {
    isClosed = true
    defer { listeners = [:] }
    return (listeners.values.flatMap { $0.values }, takeWaiters { _ in true })
  }

  private mutating func takeWaiters(where predicate: (Subscription) -> Bool) -> [Waiter] {
    let taken = waiters.filter { predicate($0.value.subscription) }
    for number in taken.keys { waiters[number] = nil }
    return taken.values.map(\.continuation)
  }
}
