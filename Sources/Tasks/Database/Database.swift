public import TaskModel

/// A database for transactional tasks and for web requests: `PostgresDatabase`, `SQLiteDatabase`.
///
/// Made once at start and shared; it connects when it is first needed, so that a database that is away holds up nothing
/// but what needs it. Use it through ``transaction(_:isolation:_:)``; inside of tasks through ``TaskRequest/database``.
///
/// An implementation lends connections. It calls ``OutboxSchema/install(on:dialect:)`` on the first connection it makes.
public protocol Database: Sendable {
  /// Where it is, without secrets: `postgresql://shop@localhost:5432/shop`, `sqlite:////var/lib/shop/shop.db`.
  var place: String { get }
  var dialect: SQLDialect { get }
  /// By which what is sent in a transaction gets its times.
  var clock: any WallClock { get }

  /// Lends a connection with no transaction on it; waits while all are lent. Throws `unavailable` when the database cannot
  /// be reached, `busy` when none came back in time, `cancelled` when the caller's task is cancelled meanwhile.
  func lend() async throws(DatabaseError) -> any DatabaseConnection

  /// Takes a connection back. One with a transaction still open on it is rolled back first, a broken one is closed.
  func giveBack(_ connection: any DatabaseConnection) async

  /// Rings when rows may have come into the outbox, written by this or by another process, and whenever that may have
  /// been missed (a lost connection that is back). Does not fail: where the database is away, it rings when it is back.
  func outboxChanges() -> AsyncStream<Void>

  /// Closes all connections, those that are lent when they come back. Later calls throw.
  func close() async
}

/// One connection, lent to one user at a time, whose statements run one after the other.
public protocol DatabaseConnection: AnyObject, Sendable {
  /// Runs one statement with its values bound. When the caller's task is cancelled meanwhile, the query is cancelled on
  /// the server, and this throws `cancelled`.
  func run(_ statement: SQL) async throws(DatabaseError) -> SQLResult

  /// Begins a transaction.
  func begin(_ options: TransactionOptions) async throws(DatabaseError)

  /// Ends it. Once this returned, what was done lasts. Is not cancelled. Throws `unavailable` when the connection was
  /// lost meanwhile: then nobody knows whether it was committed.
  func commit() async throws(DatabaseError)

  /// Ends it and forgets what was done. Is not cancelled. Does not fail: what cannot be rolled back is closed, and the
  /// server rolls it back.
  func rollback() async
}
