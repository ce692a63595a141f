/// How a ``PostgresDatabase`` uses its server. What concerns one connection (TLS, time limits, `application_name`, …) goes into
/// the URL, as libpq has it.
public struct PostgresOptions: Sendable, Hashable {
  /// How many connections it has at most, beside the one that listens for the outbox; at least 1. They are made when needed and
  /// then kept; all processes together must stay below the server's `max_connections`. Default: 10.
  public var maximumConnections: Int
  /// How long somebody waits for a connection while all are in use, before he is refused with the code `busy`. Default: 30
  /// seconds.
  public var waitLimit: Duration
  /// How many statements each connection remembers, to prepare those that come again. 0 prepares none: for a pooler between us
  /// and the server that gives each transaction another connection (PgBouncer before 1.21). Default: 200.
  public var preparedStatements: Int

  public init(maximumConnections: Int = 10, waitLimit: Duration = .seconds(30), preparedStatements: Int = 200) {
    self.maximumConnections = max(1, maximumConnections)
    self.waitLimit = max(.zero, waitLimit)
    self.preparedStatements = max(0, preparedStatements)
  }
}
