import GRDB
import GRDBSQLite
import TaskModel
import Tasks

/// Opens a file as we use it: write-ahead log, foreign keys checked.
struct SQLiteFile {
  let place: SQLitePlace
  let options: SQLiteDatabaseOptions

  /// - Parameter busy: asked whether to wait while another connection holds a lock.
  func open(_ busy: BusyWait) throws(Tasks.DatabaseError) -> OpenFile {
    busy.begin(nil)
    var tries = 0
    while true {
      do {
        return try openOnce(busy)
      } catch let error as GRDB.DatabaseError {
        // Two processes that open the same new file at once: switching to the write-ahead log does not wait for the other
        // (https://www.sqlite.org/wal.html, "the database is locked").
        let code = ResultCode(number: error.extendedResultCode.rawValue)
        guard code.meaning == .conflict, busy.wait(tries: tries) else { throw failure(code, error.message) }
        tries += 1
      } catch let error as Tasks.DatabaseError {
        throw error
      } catch {
        throw Tasks.DatabaseError(.unavailable, message: "cannot be opened: \(error)", place: place.description)
      }
    }
  }

  /// That another process holds it is no conflict of transactions: there is none yet.
  private func failure(_ code: ResultCode, _ message: String?) -> Tasks.DatabaseError {
    Tasks.DatabaseError(
      code.meaning == .conflict || code.meaning == .statement ? .unavailable : code.meaning,
      state: String(code.number), message: "cannot be opened: \(message ?? "unknown error")", detail: code.hint,
      place: place.description)
  }

  private func openOnce(_ busy: BusyWait) throws -> OpenFile {
    let queue = try DatabaseQueue(path: place.path, configuration: configuration(busy))
    return try queue.unsafeReentrantWrite { database in
      if try Int64.fetchOne(database, sql: "PRAGMA application_id") == StoreFile.applicationID { throw isStore }
      if try !place.isMemory && String.fetchOne(database, sql: "PRAGMA journal_mode") != "wal" {
        try database.execute(sql: "PRAGMA journal_mode = WAL")
      }
      guard let connection = database.sqliteConnection else {
        throw Tasks.DatabaseError(.unavailable, message: "it is closed", place: place.description)
      }
      return OpenFile(connection: connection, queue: queue)
    }
  }

  private var isStore: Tasks.DatabaseError {
    Tasks.DatabaseError(
      .unavailable,
      message: """
        cannot be opened: it is the store of a tasksd, whose claims would wait for every transaction; name another \
        file as the application's database
        """, place: place.description)
  }

  private func configuration(_ busy: BusyWait) -> Configuration {
    var configuration = Configuration()
    configuration.label = "tasksd"
    configuration.foreignKeysEnabled = true
    configuration.busyMode = .callback { busy.wait(tries: $0) }
    configuration.allowsUnsafeTransactions = true
    configuration.prepareDatabase { [options] database in
      try database.execute(sql: "PRAGMA synchronous = \(options.synchronous.rawValue)")
    }
    return configuration
  }
}
