import PostgresDatabase
import PostgresTesting
import SQLiteDatabase
import TaskModel
import Tasks
import Testing

/// On what the stories of this folder are told.
enum TestDatabase: String, CaseIterable, CustomTestStringConvertible {
  case sqlite
  case postgresql

  var testDescription: String { rawValue }

  /// An empty database that nobody else has.
  func make(clock: any WallClock) async throws -> any Database {
    switch self {
    case .sqlite: try SQLiteDatabase(":memory:", clock: clock)
    case .postgresql: try PostgresDatabase(await PostgresServer.shared.freshDatabase(), clock: clock)
    }
  }
}
