/// What can rest while the rest of the fleet works.
public enum PauseSubject: Sendable, Hashable {
  /// Its messages wait; new ones are accepted.
  case queue(QueueName)
  /// An entry of the schedule: its ticks are not sent, and count as missed when it is resumed.
  case entry(String)

  /// As stores keep it: `queue:mails`, `entry:backup`.
  public var record: String {
    switch self {
    case .queue(let name): "queue:\(name)"
    case .entry(let name): "entry:\(name)"
    }
  }

  /// Nil for what no version of this program has written.
  public init?(record: String) {
    if record.hasPrefix("queue:") {
      self = .queue(QueueName(String(record.dropFirst(6))))
    } else if record.hasPrefix("entry:") {
      self = .entry(String(record.dropFirst(6)))
    } else {
      return nil
    }
  }
}

extension PauseSubject: Comparable {
  /// By what they are, then by name.
  public static func < (left: Self, right: Self) -> Bool { left.record < right.record }
}
