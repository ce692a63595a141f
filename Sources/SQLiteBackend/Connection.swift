import GRDB
import GRDBSQLite
import Glibc
import TaskModel

/// One open connection to the file. On one thread at a time.
final class Connection {
  /// The file's absolute path; empty for a database in memory.
  let path: String
  private let queue: DatabaseQueue
  private let statements: StatementCache
  private let logLength = LogLength()

  enum Role { case writer, reader }

  init(_ place: String, role: Role, options: SQLiteOptions) throws {
    queue = try Self.open(place, role: role, options: options)
    (path, statements) = try queue.unsafeReentrantWrite { database in
      guard let connection = database.sqliteConnection else {
        throw BackendError(.unavailable, attempted: "open", place: place, reason: "the connection is closed")
      }
      if sqlite3_db_readonly(connection, "main") == 1 {
        throw SQLiteFailure(code: SQLITE_READONLY, message: "read-only", systemError: 0)
      }
      let path = sqlite3_db_filename(connection, "main").map { String(cString: $0) } ?? ""
      return (path, StatementCache(connection))
    }
    logLength.follow(statements.connection)
  }

  /// Pages in the write-ahead log after this connection's last commit.
  var logPages: Int { logLength.pages }

  /// Copies the log back into the file, as far as it goes without waiting for anyone.
  func copyLog() { sqlite3_wal_checkpoint_v2(statements.connection, nil, SQLITE_CHECKPOINT_PASSIVE, nil, nil) }

  /// A use of the connection, on the calling thread.
  func use<Value>(
    now: Timestamp, arrival: Timestamp? = nil, _ body: (Session) throws -> Value
  ) rethrows -> Value {
    try queue.unsafeReentrantWrite { _ in try body(Session(statements, now: now, arrival: arrival ?? now)) }
  }

  func close() {
    statements.removeAll()
    try? queue.close()
  }

  private static func open(_ place: String, role: Role, options: SQLiteOptions) throws -> DatabaseQueue {
    // Two processes that open the same new file at once: switching to the write-ahead log does not wait for the other
    // (https://www.sqlite.org/wal.html, "the database is locked"), so try again until the busy time is over.
    let deadline = monotonicSeconds() + options.busyTimeout.inSeconds
    while true {
      do {
        let queue = try DatabaseQueue(path: place, configuration: configuration(role, options))
        try queue.unsafeReentrantWrite { database in
          if role == .writer { try prepare(database, place: place, options: options) }
        }
        return queue
      } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY && monotonicSeconds() < deadline {
        usleep(5000)
      }
    }
  }

  private static func configuration(_ role: Role, _ options: SQLiteOptions) -> Configuration {
    var configuration = Configuration()
    configuration.label = "tasksd"
    configuration.foreignKeysEnabled = false
    configuration.busyMode = .timeout(options.busyTimeout.inSeconds)
    configuration.allowsUnsafeTransactions = true
    let cacheKiB = role == .writer ? options.cacheKiB : max(64, options.cacheKiB / 4)
    configuration.prepareDatabase { database in
      // Debian's SQLite overwrites what is deleted with zeros unless told otherwise, which doubles the writing.
      try database.execute(
        sql: """
          PRAGMA cache_size = -\(cacheKiB); PRAGMA secure_delete = OFF; PRAGMA temp_store = MEMORY;
          PRAGMA wal_autocheckpoint = 0; PRAGMA synchronous = \(options.synchronous == .full ? "FULL" : "NORMAL")
          """)
    }
    return configuration
  }

  private static func prepare(_ database: Database, place: String, options: SQLiteOptions) throws {
    try Schema.check(database, place: place)
    if try String.fetchOne(database, sql: "PRAGMA journal_mode") != "wal" {
      try database.execute(sql: "PRAGMA journal_mode = WAL")
    }
    try database.execute(sql: "PRAGMA journal_size_limit = \(2 * 4096 * options.checkpointPages)")
    if let maxPages = options.maxPages { try database.execute(sql: "PRAGMA max_page_count = \(maxPages)") }
    try Schema.migrate(database, place: place)
  }

  private static func monotonicSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
