/// The name by which a task is called, in queues, schedules and on the command line: a contract with everyone who sends it.
public struct TaskName: Hashable, Sendable, Comparable, RawRepresentable, ExpressibleByStringLiteral,
  CustomStringConvertible
{
  public let rawValue: String

  public init(rawValue: String) { self.rawValue = rawValue }
  public init(_ text: String) { rawValue = text }
  public init(stringLiteral value: String) { rawValue = value }

  public var description: String { rawValue }
  public static func < (left: TaskName, right: TaskName) -> Bool { left.rawValue < right.rawValue }
}
