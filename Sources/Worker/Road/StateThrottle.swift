import TaskModel

/// How often states of the author's own, such as PROGRESS, go to the store: of those that come faster the latest counts. Pure;
/// the time, on the clock that never jumps, comes in.
struct StateThrottle {
  static let interval = Duration.milliseconds(200)

  enum Answer: Equatable {
    case store
    /// Held back; asked for again then.
    case holdUntil(Timestamp)
    /// Held back in the place of another, which is asked for already.
    case hold
  }

  private(set) var latest: TaskResult?
  private var held: TaskResult?
  private var nextStore: Timestamp = .distantPast

  mutating func offer(_ result: TaskResult, at now: Timestamp) -> Answer {
    latest = result
    let isAwaited = held != nil
    if now >= nextStore, !isAwaited {
      nextStore = now + Self.interval
      return .store
    }
    held = result
    return isAwaited ? .hold : .holdUntil(nextStore)
  }

  /// What was held back and is to be stored now.
  mutating func takeHeld(at now: Timestamp) -> TaskResult? {
    defer { held = nil }
    nextStore = now + Self.interval
    return held
  }
}
