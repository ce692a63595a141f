import PostgresTesting
import ProcessTesting
import Tasks
import TasksTesting

@testable import PostgresDatabase

/// Nothing here looks at it.
let testClock = ManualClock()

/// A database of a test's own on the shared server.
struct Place {
  let server: PostgresServer
  let name: String
  let database: PostgresDatabase

  init(_ options: PostgresOptions = PostgresOptions()) async throws {
    server = try await PostgresServer.shared
    name = try await server.freshDatabaseName()
    database = try PostgresDatabase(server.url(name), options: options, clock: testClock)
  }

  /// Runs statements beside the database that is tested.
  @discardableResult
  func psql(_ statements: String) async throws -> [String] { try await server.psql(statements, in: name) }

  /// What `body` makes of a connection.
  func withConnection<Result>(_ body: (any DatabaseConnection) async throws -> Result) async throws -> Result {
    let connection = try await database.lend()
    do {
      let result = try await body(connection)
      await database.giveBack(connection)
      return result
    } catch {
      await database.giveBack(connection)
      throw error
    }
  }

  /// One value that a query brings.
  func value(_ statement: SQL) async throws -> SQLValue? {
    try await withConnection { try await $0.run(statement).rows.first?.first }
  }
}

/// The error that `body` ends with; nil: it ends well.
func failure(_ body: () async throws -> Void) async -> DatabaseError? {
  do {
    try await body()
    return nil
  } catch {
    return error as? DatabaseError
  }
}
