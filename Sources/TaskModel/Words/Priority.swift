/// How early a message is served among those of its queue: 0 first, 9 last, as Celery has it on Redis.
///
/// Messages of one step are served in the order in which they came. The steps are Celery's default `priority_steps`
/// `[0, 3, 6, 9]`: 0, 1 and 2 are one step, 3, 4 and 5 the next, 6, 7 and 8 the third, 9 the last
/// (kombu, `transport/redis.py`, `_queue_for_priority`).
public struct Priority: Hashable, Sendable, Comparable, CustomStringConvertible {
  public static let steps: [Int] = [0, 3, 6, 9]
  public static let standard = Priority(0)

  /// 0 to 9.
  public let level: Int

  /// Values outside 0 to 9 count as the nearest bound, as in kombu.
  public init(_ level: Int) { self.level = min(max(level, 0), 9) }

  /// The step this priority belongs to: 0, 3, 6 or 9.
  public var step: Int { level / 3 * 3 }

  public var description: String { String(level) }
  public static func < (left: Priority, right: Priority) -> Bool { left.level < right.level }
}
