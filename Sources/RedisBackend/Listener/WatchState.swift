import TaskModel

/// What is to be watched, and what the server was asked to watch on this connection.
///
/// The connection redirects the invalidation messages to itself: subscribed to them while it is armed, and out of
/// subscribe mode, where other commands are allowed again, when it is not. So there is one connection to lose, and its
/// loss is noticed at once.
struct WatchState {
  typealias Waiter = CheckedContinuation<Result<Void, LinkError>, Never>

  private enum Request {
    case ending
    case tracking
    case subscribing(UInt64)
  }

  /// What follows from a reply.
  struct Effects {
    var rings = false
    var confirmed: [Waiter] = []
    /// Why the server does not watch, where that was not said before.
    var complaint: RedisServerError?
  }

  static let channel = "__redis__:invalidate"

  private(set) var isClosed = false
  /// Nil while disarmed.
  private(set) var wanted: Set<[UInt8]>?
  /// Grows with every change of `wanted`.
  private var wantedNumber: UInt64 = 0
  /// Of which change the server was last told.
  private var askedNumber: UInt64 = 0
  private var confirmedNumber: UInt64 = 0
  /// Whether the server was last told to watch.
  private var isAsked = false
  /// The newest change that was ever confirmed, on any connection.
  private var everConfirmedNumber: UInt64 = 0
  /// What the replies still to come are about: the server answers in order.
  private var outstanding: [Request] = []
  private var waiters: [(number: UInt64, continuation: Waiter)] = []
  private var clientID: Int64?
  /// Why the server does not watch: rings come by the clock instead.
  private(set) var refusal: RedisServerError?
  private var hasComplained = false

  /// - Returns: whether the server must be told.
  mutating func arm(_ keys: Set<[UInt8]>) -> Bool {
    if wanted == keys { return false }
    wanted = keys
    wantedNumber += 1
    return true
  }

  /// - Returns: whether the server must be told, and who waits for what will not come.
  mutating func disarm() -> (mustTell: Bool, waiters: [Waiter]) {
    if wanted == nil { return (false, []) }
    wanted = nil
    wantedNumber += 1
    return (true, takeWaiters())
  }

  /// - Returns: the result, where it is known now.
  mutating func add(_ waiter: Waiter) -> Result<Void, LinkError>? {
    if isClosed { return .failure(.closed) }
    if confirmedNumber == wantedNumber { return .success(()) }
    waiters.append((wantedNumber, waiter))
    return nil
  }

  mutating func connected(clientID: Int64?) {
    self.clientID = clientID
    isAsked = false
    askedNumber = 0
    confirmedNumber = 0
    outstanding = []
    refusal = nil
  }

  mutating func requests() -> [RedisCommand] {
    if askedNumber == wantedNumber { return [] }
    askedNumber = wantedNumber
    var commands: [RedisCommand] = []
    if isAsked {
      commands += [RedisCommand("UNSUBSCRIBE", Self.channel), RedisCommand("CLIENT", "TRACKING", "OFF")]
      outstanding += [.ending, .ending]
    }
    isAsked = false
    if let wanted {
      commands += [tracking(of: wanted), RedisCommand("SUBSCRIBE", Self.channel)]
      outstanding += [.tracking, .subscribing(wantedNumber)]
      isAsked = true
    }
    return commands
  }

  private func tracking(of keys: Set<[UInt8]>) -> RedisCommand {
    var command = RedisCommand("CLIENT", "TRACKING", "ON", "REDIRECT", String(clientID ?? 0), "BCAST")
    for prefix in Self.prefixes(of: keys) {
      command.append("PREFIX")
      command.append(prefix)
    }
    return command
  }

  /// Those keys that begin with no other one: the server refuses prefixes that overlap.
  static func prefixes(of keys: Set<[UInt8]>) -> [[UInt8]] {
    var prefixes: [[UInt8]] = []
    for key in keys.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
      if let last = prefixes.last, key.starts(with: last) { continue }
      prefixes.append(key)
    }
    return prefixes
  }

  /// The server answered the oldest request.
  mutating func answered(_ error: RedisServerError?) -> Effects {
    if outstanding.isEmpty { return Effects() }
    switch outstanding.removeFirst() {
    case .ending: return Effects()
    case .tracking:
      refusal = nil
      return Effects(complaint: refuse(error))
    case .subscribing(let number):
      let complaint = refuse(error)
      let told = waiters.filter { $0.number <= number }.map(\.continuation)
      waiters.removeAll { $0.number <= number }
      // What was pushed while nobody watched is looked for by whoever waits for this; if nobody does, by all.
      let rings = told.isEmpty || number <= everConfirmedNumber
      confirmedNumber = number
      everConfirmedNumber = max(everConfirmedNumber, number)
      return Effects(rings: rings, confirmed: told, complaint: complaint)
    }
  }

  /// - Returns: the error, the first time there is one.
  private mutating func refuse(_ error: RedisServerError?) -> RedisServerError? {
    guard let error else { return nil }
    refusal = error
    defer { hasComplained = true }
    return hasComplained ? nil : error
  }

  mutating func lost() -> [Waiter] {
    confirmedNumber = 0
    return takeWaiters()
  }

  mutating func close() -> [Waiter] {
    isClosed = true
    return lost()
  }

  private mutating func takeWaiters() -> [Waiter] {
    defer { waiters = [] }
    return waiters.map(\.continuation)
  }
}
