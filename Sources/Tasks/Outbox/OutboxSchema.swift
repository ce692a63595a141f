/// The two tables that a database has for us: what it has done (`tasksd_inbox`), and what is to be sent (`tasksd_outbox`).
///
/// Any program may write rows of the outbox in its own transactions: see docs/transactions.md.
public enum OutboxSchema {
  /// The statements that make the tables; for the docs, and for who may not let us make them.
  public static func statements(for dialect: SQLDialect) -> [SQL] {
    switch dialect {
    case .postgresql: PostgresOutboxSchema.statements
    case .sqlite: SQLiteOutboxSchema.statements
    }
  }

  /// Makes what is missing. Safe when several processes do it at once. Where all is there it changes nothing, so that a role
  /// that may make no tables can go on.
  public static func install(on connection: any DatabaseConnection, dialect: SQLDialect) async throws(DatabaseError) {
    var attempts = 5
    while true {
      attempts -= 1
      do throws(DatabaseError) { return try await installOnce(on: connection, dialect) } catch {
        guard error.isConflict, attempts > 0 else { throw error }
      }
    }
  }

  private static func installOnce(
    on connection: any DatabaseConnection, _ dialect: SQLDialect
  ) async throws(DatabaseError) {
    if try await isInstalled(on: connection, dialect) { return }
    // Whoever comes second waits here, and then finds all there.
    try await connection.begin(TransactionOptions(isolationLevel: .readCommitted))
    do throws(DatabaseError) {
      if dialect == .postgresql { _ = try await connection.run(PostgresOutboxSchema.lock) }
      if try await !isInstalled(on: connection, dialect) {
        for statement in statements(for: dialect) { _ = try await connection.run(statement) }
      }
      try await connection.commit()
    } catch {
      await connection.rollback()
      throw error
    }
  }

  private static func isInstalled(
    on connection: any DatabaseConnection, _ dialect: SQLDialect
  ) async throws(DatabaseError) -> Bool {
    let question = dialect == .postgresql ? PostgresOutboxSchema.isInstalled : SQLiteOutboxSchema.isInstalled
    let answer = try await connection.run(question).rows.first?.first
    return answer == .bool(true) || answer == .integer(1)
  }
}
