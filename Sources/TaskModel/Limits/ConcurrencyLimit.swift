/// How many runs of a task there may be at once, in all workers of a store together: of the task as a whole, or of each key
/// that its author makes of its arguments.
public struct ConcurrencyLimit: Sendable, Hashable, ExpressibleByIntegerLiteral {
  /// At least 1.
  public let count: Int

  /// What is less than 1 is 1.
  public init(_ count: Int) { self.count = max(1, count) }
  public init(integerLiteral value: Int) { self.init(value) }
}
