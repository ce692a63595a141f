/// Whether the daemon does its work: what `/health` and `/ready` answer.
public struct Health: Sendable, Hashable {
  /// Claiming works, or the broker is known to be away and is being retried.
  public var isHealthy: Bool
  /// It has started and takes tasks.
  public var isReady: Bool
  /// One line for a person.
  public var text: String

  public init(isHealthy: Bool, isReady: Bool, text: String) {
    self.isHealthy = isHealthy
    self.isReady = isReady
    self.text = text
  }
}
