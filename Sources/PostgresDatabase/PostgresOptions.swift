/// How a PostgreSQL database is used, beyond what its URL says.
public struct PostgresOptions: Sendable, Hashable {
  /// How many connections there are at most, not counting the one that listens for what is to be sent. At least 1; each has a
  /// thread of its own. Together the processes must stay below the server's `max_connections`. Default: 10.
  public var maximumConnections: Int
  /// How long somebody waits for a connection while all are in use. Default: 30 seconds.
  public var waitLimit: Duration
  /// How long connecting may take, in seconds, where the URL does not say it (`connect_timeout`). Default: 5.
  public var connectTimeout: Int
  /// How many prepared statements each connection keeps; 0 where a proxy in between cannot have any. Default: 100.
  public var preparedStatements: Int

  public init(
    maximumConnections: Int = 10, waitLimit: Duration = .seconds(30), connectTimeout: Int = 5,
    preparedStatements: Int = 100
  ) {
    self.maximumConnections = maximumConnections
    self.waitLimit = waitLimit
    self.connectTimeout = connectTimeout
    self.preparedStatements = preparedStatements
  }
}
