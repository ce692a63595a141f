public import TaskModel

/// What a wall-clock reading means in a zone.
public enum LocalMapping: Hashable, Sendable {
  /// The clock shows it once.
  case unique(Timestamp)
  /// The clock jumps over it; the moment is the first one after the jump.
  case gap(after: Timestamp)
  /// The clock is set back over it and shows it again.
  case overlap(first: Timestamp, last: Timestamp)

  /// The first moment at which the clock has reached the reading.
  public var firstMoment: Timestamp {
    switch self {
    case .unique(let moment), .gap(let moment), .overlap(let moment, _): moment
    }
  }
}
