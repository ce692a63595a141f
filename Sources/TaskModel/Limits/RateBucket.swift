/// A token bucket of capacity 1 whose tokens can be promised ahead. Pure: the time of day comes in.
///
/// A task for which there is no token is told when there will be one, and that token is kept: not for this task, but for
/// whichever of its kind comes first from then on, since any of them may have gone to another node. Promises are made for at
/// most `horizon`, and no more than `maximum`; who comes when all are given is told to come back when they are used up.
package struct RateBucket: Sendable {
  package static let maximum = 10_000
  /// Also how long a changed limit or a node that is gone can make a task wait in vain.
  package static let horizon = Duration.seconds(600)
  /// A promised token is good for this long, or for two intervals where those are longer: what comes a little late is made up
  /// for, and a pause is not.
  package static let lateness = Duration.seconds(1)

  package let limit: RateLimit
  private let interval: Duration
  private let kept: Duration
  /// When the next token falls that is not promised.
  private var next: Timestamp = .distantPast
  /// Promised tokens, the earliest first; those before `first` are used.
  private var promised: [Timestamp] = []
  private var first = 0

  package init(_ limit: RateLimit) {
    self.limit = limit
    interval = limit.interval
    kept = Self.keeping(interval)
  }

  /// How long a promised token is good for after its moment.
  package static func keeping(_ interval: Duration) -> Duration { max(lateness, min(horizon, interval) * 2) }

  /// Nil: there is a token, and it is taken. Otherwise when to come again, always later than now.
  package mutating func admit(at now: Timestamp) -> Timestamp? {
    forget(before: now - kept)
    // The clock was set back: what was promised on the old one is void.
    if next > now + Self.horizon + interval { (promised, first, next) = ([], 0, now) }
    if first < promised.count, promised[first] <= now {
      first += 1
      return nil
    }
    if next <= now {
      next = now + interval
      return nil
    }
    let slot = next
    if slot > now + Self.horizon { return now + Self.horizon }
    if promised.count - first < Self.maximum {
      promised.append(slot)
      next = slot + interval
    }
    return slot
  }

  private mutating func forget(before moment: Timestamp) {
    while first < promised.count, promised[first] < moment { first += 1 }
    if first > 64, first > promised.count / 2 {
      promised.removeFirst(first)
      first = 0
    }
  }
}
