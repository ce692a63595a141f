/// What is wrong with a configured command, and what would be right: found when the daemon reads its configuration, and
/// again when the command is to start.
public struct CommandProblem: Error, Sendable, Hashable, CustomStringConvertible {
  public let description: String

  public init(_ description: String) { self.description = description }
}
