/// How one SQLite file is used by an application's transactions.
public struct SQLiteDatabaseOptions: Sendable, Hashable {
  /// When a commit waits for the disk (https://www.sqlite.org/pragma.html#pragma_synchronous).
  public enum Synchronous: String, Sendable, Hashable, CaseIterable {
    /// What was committed survives a power cut.
    case full = "FULL"
    /// Survives a crash of the process or its killing, but a power cut may lose the last moments.
    case normal = "NORMAL"
  }

  /// How many connections are open at most, each with a thread of its own, 1 to 100. One of them writes at a time, the
  /// others read. A database in memory has one.
  public let maxConnections: Int
  /// How long somebody waits for a connection while all are in use, before `busy` is thrown. At most an hour.
  public let maxWait: Duration
  /// How long a transaction waits for another that writes, before it meets a `conflict` and is run once more. At most an
  /// hour.
  public let busyTimeout: Duration
  public let synchronous: Synchronous
  /// How many prepared statements each connection keeps, 1 to 10,000; the longest unused goes first.
  public let maxStatements: Int

  public init(
    maxConnections: Int = 5, maxWait: Duration = .seconds(30), busyTimeout: Duration = .seconds(5),
    synchronous: Synchronous = .full, maxStatements: Int = 100
  ) {
    self.maxConnections = min(max(maxConnections, 1), 100)
    self.maxWait = min(max(maxWait, .zero), .seconds(3600))
    self.busyTimeout = min(max(busyTimeout, .zero), .seconds(3600))
    self.synchronous = synchronous
    self.maxStatements = min(max(maxStatements, 1), 10_000)
  }
}
