import Tasks

/// What a ``PostgresDatabase`` lends.
final class PostgresConnection: DatabaseConnection, PooledConnection {
  private let session: PostgresSession
  private let interrupter: QueryInterrupter
  private let health = ConnectionHealth()

  /// Connects.
  init(to address: PostgresAddress, library: LibPQ, statements: Int) async throws(DatabaseError) {
    interrupter = try QueryInterrupter(place: address.place)
    session = try PostgresSession(to: address, health: health, statements: statements)
    try await session.open(library)
  }

  func run(_ statement: SQL) async throws(DatabaseError) -> SQLResult {
    let query = Query(number: interrupter.nextNumber(), interrupter: interrupter)
    let result = await withTaskCancellationHandler {
      await self.result(of: statement, query)
    } onCancel: {
      query.interrupter.interrupt(query.number)
    }
    interrupter.forget(query.number)
    return try result.get()
  }

  private func result(of statement: SQL, _ query: Query) async -> Result<SQLResult, DatabaseError> {
    do throws(DatabaseError) { return .success(try await session.run(statement, query)) } catch {
      return .failure(error)
    }
  }

  func begin(_ options: TransactionOptions) async throws(DatabaseError) { try await session.begin(options) }
  func commit() async throws(DatabaseError) { try await session.commit() }
  func rollback() async { await session.rollback() }

  var isUsable: Bool { health.isUsable }
  func reset() async { await session.rollback() }
  func close() async { await session.close() }
}
