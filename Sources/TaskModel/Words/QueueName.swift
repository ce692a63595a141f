/// The name of a queue. Celery's default queue is `celery`, and so is ours.
public struct QueueName: Hashable, Sendable, Comparable, RawRepresentable, ExpressibleByStringLiteral,
  CustomStringConvertible
{
  public let rawValue: String

  public init(rawValue: String) { self.rawValue = rawValue }
  public init(_ text: String) { rawValue = text }
  public init(stringLiteral value: String) { rawValue = value }

  public static let standard: QueueName = "celery"

  public var description: String { rawValue }
  public static func < (left: QueueName, right: QueueName) -> Bool { left.rawValue < right.rawValue }
}
