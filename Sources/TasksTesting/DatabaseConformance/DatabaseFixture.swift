public import Tasks

/// A fresh database without tables for one conformance case.
public struct DatabaseFixture: Sendable {
  /// By which the database tells the time.
  public let clock: ManualClock
  /// Opens it, each time as another process would: with a pool of its own, of so many connections, for one of which a
  /// caller waits so long.
  public let open: @Sendable (_ connections: Int, _ wait: Duration) async throws -> any Database
  /// What must not be seen in its place or in errors, such as a password.
  public let secrets: [String]

  public init(
    clock: ManualClock, secrets: [String] = [],
    open: @escaping @Sendable (_ connections: Int, _ wait: Duration) async throws -> any Database
  ) {
    self.clock = clock
    self.secrets = secrets
    self.open = open
  }
}
