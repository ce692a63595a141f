import Synchronization
public import TaskModel
public import Tasks
import WorkerThreads

/// An application's database in one SQLite file.
///
/// **Transactions** are serializable. One writes at a time: `begin` waits for its turn, up to
/// ``SQLiteDatabaseOptions/busyTimeout``, and then meets a `conflict`. Others read meanwhile (write-ahead log).
///
/// **The file** is the application's own, and on a disk of this machine (the write-ahead log needs shared memory). The store of
/// the daemon itself is refused: every transaction would hold up its claims.
///
/// **Values** have SQLite's storage classes: a boolean comes back as an integer, which ``SQLRow/get(_:as:)`` reads as `Bool`.
public final class SQLiteDatabase: Database {
  public let clock: any WallClock
  private let location: SQLitePlace
  private let pool: ConnectionPool<SQLiteConnection>
  private let options: SQLiteDatabaseOptions
  private let bell = ChangeBell()
  private let watch = Mutex(Watch())

  /// Whether commits of other processes are heard.
  private struct Watch {
    var watcher: OutboxWatcher?
    var isClosed = false
  }

  /// Opens nothing yet. The file is made when it is first needed; its directory must exist.
  /// - Parameters:
  ///   - path: a path, `:memory:`, or either as a URL: `sqlite:////var/lib/shop/shop.db`, `sqlite:///shop.db` for a path from the
  ///     working directory on, `sqlite:///:memory:`. In memory all is gone with `close`.
  ///   - clock: by which what is sent in a transaction gets its times.
  /// Throws `unavailable` when `path` can be none.
  public init(
    _ path: String, options: SQLiteDatabaseOptions = SQLiteDatabaseOptions(), clock: any WallClock
  ) throws(DatabaseError) {
    let place = try SQLitePlace(path)
    self.clock = clock
    location = place
    self.options = options
    // A database in memory is as many as it has connections.
    let connections = place.isMemory ? 1 : options.maxConnections
    let turns = WriteTurn.pool(place, wait: options.busyTimeout)
    pool = ConnectionPool(
      place: place.description, limits: ConnectionPoolLimits(connections: connections, wait: options.maxWait),
      open: { [bell] () async throws(DatabaseError) in
        try await SQLiteConnection(place, options: options, turns: turns, bell: bell)
      },
      prepare: { connection async throws(DatabaseError) in
        try await OutboxSchema.install(on: connection, dialect: .sqlite)
      })
  }

  public var place: String { location.description }

  public var dialect: SQLDialect { .sqlite }

  public func lend() async throws(DatabaseError) -> any DatabaseConnection { try await pool.lend() }

  public func giveBack(_ connection: any DatabaseConnection) async {
    guard let connection = connection as? SQLiteConnection else { return }
    await pool.giveBack(connection)
  }

  /// Also hears commits of other processes, of any program that writes into this file.
  public func outboxChanges() -> AsyncStream<Void> {
    let changes = bell.listen()
    if !location.isMemory { startWatching() }
    return changes
  }

  /// Where the system refuses a thread or a descriptor, commits of this process still ring.
  private func startWatching() {
    watch.withLock { watch in
      if watch.isClosed || watch.watcher != nil { return }
      watch.watcher = try? OutboxWatcher(location, options: options, bell: bell)
    }
  }

  public func close() async {
    let watcher = watch.withLock { watch in
      watch.isClosed = true
      return watch.watcher
    }
    watcher?.close()
    bell.close()
    await pool.close()
  }
}
