/// The two tables that a database has for us: what it has done, and what is to be sent.
public enum OutboxSchema {
  /// The statements that make the tables where they are missing; for the docs and for who may not let us make them.
  public static func statements(for dialect: SQLDialect) -> [SQL] { [] }

  /// Makes what is missing. Safe when several processes do it at once.
  public static func install(on connection: any DatabaseConnection, dialect: SQLDialect) async throws(DatabaseError) {
    for statement in statements(for: dialect) { _ = try await connection.run(statement) }
  }
}
