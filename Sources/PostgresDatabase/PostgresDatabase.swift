public import TaskModel
public import Tasks

/// PostgreSQL, through libpq (Debian's libpq5), which is loaded when the first of these is made.
///
/// Connections are made when they are needed, each with a thread of its own on which libpq may block, so that callers only ever
/// await. A connection that was lost is replaced when the next one is needed.
///
/// A connection comes back from its user without a transaction, but with what he set on it: rather `SET LOCAL` than `SET`, rather
/// `pg_advisory_xact_lock` than `pg_advisory_lock`. A parameter is what it would be as a literal; where the server cannot tell of
/// what type a text or NULL is, say it: `\(name)::text`.
public final class PostgresDatabase: Database {
  public let place: String
  public let clock: any WallClock
  public var dialect: SQLDialect { .postgresql }
  private let pool: ConnectionPool<PostgresConnection>
  private let listener: OutboxListener

  /// - Parameters:
  ///   - url: as libpq has it: `postgresql://shop@db.example.com/shop?sslmode=verify-full`, `postgresql:///shop` for the machine's
  ///     own. What it does not say comes from where libpq has it (`PGPASSWORD`, `~/.pgpass`, …).
  ///   - clock: by which what is sent in a transaction gets its times.
  /// - Throws: ``DatabaseError`` with code `value` for a URL that cannot be read, `unavailable` without libpq.
  public init(_ url: String, options: PostgresOptions = PostgresOptions(), clock: any WallClock) throws(DatabaseError) {
    let library = try LibPQ.loaded(for: Redaction.url(url))
    let address = try PostgresAddress(url, library: library)
    place = address.place
    self.clock = clock
    listener = OutboxListener(at: address, library: library)
    pool = ConnectionPool(
      place: address.place,
      limits: ConnectionPoolLimits(connections: options.maximumConnections, wait: options.waitLimit),
      open: { () async throws(DatabaseError) in
        try await PostgresConnection(to: address, library: library, statements: options.preparedStatements)
      },
      prepare: { connection throws(DatabaseError) in
        try await OutboxSchema.install(on: connection, dialect: .postgresql)
      })
  }

  public func lend() async throws(DatabaseError) -> any DatabaseConnection { try await pool.lend() }

  public func giveBack(_ connection: any DatabaseConnection) async {
    if let connection = connection as? PostgresConnection { await pool.giveBack(connection) }
  }

  /// Listens on the channel `tasksd_outbox`, with a connection of its own for as long as somebody wants it.
  public func outboxChanges() -> AsyncStream<Void> { listener.listen() }

  public func close() async {
    listener.close()
    await pool.close()
  }
}
