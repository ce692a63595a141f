import DequeModule
import Synchronization
import TaskModel

/// What must not run, by id and by stamp, in memory; the store keeps ids over restarts. At most `limit` of each, the oldest
/// goes first, and none is kept longer than `lifetime`.
final class RevokedTasks: Sendable {
  /// Celery's `REVOKES_MAX`.
  static let limit = 50_000

  private struct Stamp: Hashable {
    let name: String
    let value: JSONValue
  }

  /// Everything revoked in one way, in the order in which it was said.
  private struct Table<Key: Hashable & Sendable> {
    private var expiries: [Key: Timestamp] = [:]
    private var order: Deque<Key> = []

    var isEmpty: Bool { expiries.isEmpty }

    func contains(_ key: Key, at now: Timestamp) -> Bool { expiries[key].map { $0 > now } ?? false }

    mutating func insert(_ key: Key, until expiry: Timestamp, at now: Timestamp) {
      if expiries.updateValue(expiry, forKey: key) == nil { order.append(key) }
      while let oldest = order.first, order.count > RevokedTasks.limit || !contains(oldest, at: now) {
        order.removeFirst()
        expiries[oldest] = nil
      }
    }

    mutating func removeAll() { (expiries, order) = ([:], []) }
  }

  private struct State {
    var ids = Table<TaskID>()
    var stamps = Table<Stamp>()
  }

  private let state = Mutex(State())
  private let clock: any WallClock
  private let lifetime: Duration

  /// - Parameter lifetime: as long as the daemon's stores keep revocations, so that what is deferred for days stays revoked.
  init(clock: any WallClock, lifetime: Duration = .days(30)) {
    self.clock = clock
    self.lifetime = lifetime
  }

  /// By its id, or by any value of any of its stamps.
  func contains(_ message: TaskMessage) -> Bool {
    state.withLock { state in
      if state.ids.isEmpty && state.stamps.isEmpty { return false }
      let now = clock.now
      if state.ids.contains(message.id, at: now) { return true }
      if state.stamps.isEmpty { return false }
      return Self.stamps(of: message).contains { state.stamps.contains($0, at: now) }
    }
  }

  func insert(_ ids: some Sequence<TaskID>) {
    let now = clock.now
    state.withLock { state in
      for id in ids { state.ids.insert(id, until: now + lifetime, at: now) }
    }
  }

  func insert(stamps: [String: Set<JSONValue>]) {
    let now = clock.now
    state.withLock { state in
      for (name, values) in stamps {
        for value in values { state.stamps.insert(Stamp(name: name, value: value), until: now + lifetime, at: now) }
      }
    }
  }

  /// Whether a task bears one of these.
  static func bears(_ message: TaskMessage, _ stamps: [String: Set<JSONValue>]) -> Bool {
    self.stamps(of: message).contains { stamps[$0.name]?.contains($0.value) == true }
  }

  /// Celery's headers: `stamped_headers` has the names, `stamps` a value or several for each.
  private static func stamps(of message: TaskMessage) -> [Stamp] {
    guard let names = message.headers["stamped_headers"]?.arrayValue else { return [] }
    return names.compactMap(\.stringValue).flatMap { name in
      let value = message.headers["stamps"]?[name] ?? .null
      return (value.arrayValue ?? [value]).filter { !$0.isNull }.map { Stamp(name: name, value: $0) }
    }
  }
}
