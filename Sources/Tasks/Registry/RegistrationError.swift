/// Tasks that cannot be registered as they are: every problem at once.
public struct RegistrationError: Error, Hashable, Sendable, CustomStringConvertible {
  public let problems: [String]

  public init(_ problems: [String]) { self.problems = problems }

  public var description: String { problems.joined(separator: "\n") }
}
