import PostgresDatabase
import SQLiteDatabase
import TaskConfiguration
import TaskModel
import Tasks

/// Opens the database that the configuration names. It connects when it is first needed.
enum DatabaseOpening {
  /// Nil where none is named.
  ///
  /// - Throws: ``DaemonError`` with 78 for one that cannot be used here, such as PostgreSQL without libpq.
  static func open(_ options: DaemonOptions, clock: any WallClock) throws(DaemonError) -> (any Database)? {
    guard let address = options.databaseURL else { return nil }
    do throws(DatabaseError) {
      switch address {
      case .postgresql(let url):
        let settings = PostgresOptions(maximumConnections: options.databasePool)
        return try PostgresDatabase(url, options: settings, clock: clock)
      case .sqlite(let path):
        let synchronous: SQLiteDatabaseOptions.Synchronous = options.sqliteSynchronous == .full ? .full : .normal
        let settings = SQLiteDatabaseOptions(maxConnections: options.databasePool, synchronous: synchronous)
        return try SQLiteDatabase(path, options: settings, clock: clock)
      }
    } catch {
      throw DaemonError(.configuration, "database_url: \(error)")
    }
  }
}
