/// Who has which connection of a pool and who waits: the decisions, without effects.
///
/// Nobody waits while there is an idle connection or room for another.
struct PoolState<Connection: PooledConnection>: Sendable {
  private let limit: Int
  /// Whether the first connection is open and was prepared.
  private(set) var isPrepared = false
  private(set) var isClosed = false
  /// Lent, idle, and being opened.
  private(set) var openCount = 0
  private var lent: [ObjectIdentifier: Connection] = [:]
  /// The last used is the first lent.
  private var idle: [Connection] = []
  private var lastNumber: UInt64 = 0
  /// In the order in which they came: numbers only grow.
  private var queue: [(number: UInt64, waiter: PoolWaiter<Connection>)] = []

  init(limit: Int) { self.limit = limit }

  var lentCount: Int { lent.count }
  var waitingCount: Int { queue.count }
}

extension PoolState {
  mutating func nextNumber() -> UInt64 {
    lastNumber += 1
    return lastNumber
  }

  /// What can be had at once.
  mutating func take() -> PoolGrant<Connection>? {
    if isClosed { return .closed }
    if let connection = idle.popLast() {
      lent[ObjectIdentifier(connection)] = connection
      return .connection(connection)
    }
    return takePlace() ? .place : nil
  }

  private mutating func takePlace() -> Bool {
    guard openCount < (isPrepared ? limit : 1) else { return false }
    openCount += 1
    return true
  }

  /// What can be had at once; otherwise the waiter that `makeWaiter` makes waits as `number`.
  mutating func take(
    orWaitAs number: UInt64, _ makeWaiter: () -> PoolWaiter<Connection>
  ) -> PoolGrant<Connection>? {
    if let grant = take() { return grant }
    queue.append((number, makeWaiter()))
    return nil
  }

  /// Takes a waiter out of the queue; nil when it has got something already.
  mutating func stopWaiting(_ number: UInt64) -> PoolWaiter<Connection>? {
    guard let index = queue.firstIndex(where: { $0.number == number }) else { return nil }
    return queue.remove(at: index).waiter
  }

  private mutating func nextWaiter() -> PoolWaiter<Connection>? { queue.isEmpty ? nil : queue.removeFirst().waiter }
}

extension PoolState {
  /// A connection was opened in a place that was granted, and is lent. Returns who may open one now that the database is
  /// known to be there; nil when the pool was closed meanwhile.
  mutating func lendNew(_ connection: Connection) -> [PoolWaiter<Connection>]? {
    if isClosed {
      openCount -= 1
      return nil
    }
    lent[ObjectIdentifier(connection)] = connection
    isPrepared = true
    var granted: [PoolWaiter<Connection>] = []
    while !queue.isEmpty, takePlace(), let waiter = nextWaiter() { granted.append(waiter) }
    return granted
  }

  /// Takes a lent connection out of its borrower's hands. False: it was not lent.
  mutating func take(back connection: Connection) -> Bool {
    lent.removeValue(forKey: ObjectIdentifier(connection)) != nil
  }

  enum Return {
    case lent(to: PoolWaiter<Connection>)
    case kept
    /// The pool was closed: so is the connection to be.
    case unwanted
  }

  /// Lends one that came back to who waits longest, or keeps it.
  mutating func putBack(_ connection: Connection) -> Return {
    if isClosed {
      openCount -= 1
      return .unwanted
    }
    guard let waiter = nextWaiter() else {
      idle.append(connection)
      return .kept
    }
    lent[ObjectIdentifier(connection)] = connection
    return .lent(to: waiter)
  }

  /// A connection is no more. Returns who may open another in its place.
  mutating func freePlace() -> PoolWaiter<Connection>? {
    openCount -= 1
    guard !queue.isEmpty, takePlace() else { return nil }
    return nextWaiter()
  }

  /// Returns what to close and whom to refuse.
  mutating func close() -> (idle: [Connection], waiting: [PoolWaiter<Connection>]) {
    isClosed = true
    defer { (idle, queue) = ([], []) }
    openCount -= idle.count
    return (idle, queue.map(\.waiter))
  }
}
