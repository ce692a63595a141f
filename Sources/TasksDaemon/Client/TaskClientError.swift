/// Why there is no client.
public struct TaskClientError: Error, Sendable, Hashable, CustomStringConvertible {
  public enum Code: Sendable, Hashable {
    /// Something is wrong with the configuration, or with the tasks: everything that is, with its line.
    case configuration
    /// The store cannot be reached now; trying again later may help.
    case unavailable
  }

  public let code: Code
  public let description: String

  init(_ error: DaemonError) {
    code = error.code == .configuration ? .configuration : .unavailable
    description = error.description
  }
}
