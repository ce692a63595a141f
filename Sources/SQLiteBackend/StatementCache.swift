import GRDBSQLite

/// The prepared statements of one connection, each prepared when it is first used. On the connection's thread only.
final class StatementCache {
  let connection: OpaquePointer
  /// By the address of the SQL text, which is a constant of the program.
  private var prepared: [UnsafePointer<UInt8>: Statement] = [:]

  init(_ connection: OpaquePointer) { self.connection = connection }

  func statement(_ sql: StaticString) throws(SQLiteFailure) -> Statement {
    if let known = prepared[sql.utf8Start] { return known }
    let statement = try Statement(sql, on: connection)
    prepared[sql.utf8Start] = statement
    return statement
  }

  /// Before the connection is closed.
  func removeAll() { prepared.removeAll() }
}
