/// An open transaction: statements, savepoints, and tasks that leave with the commit, or not at all.
///
/// Its body may be run several times (``TransactionOptions/attempts``): keep what cannot be undone, such as sending an SMS, out
/// of it, and send a task that does it.
public protocol DatabaseTransaction: Sendable {
  /// Runs a statement; returns how many rows it changed.
  @discardableResult
  func execute(_ statement: SQL) async throws -> Int

  /// Runs a query; returns its rows.
  func query(_ statement: SQL) async throws -> [SQLRow]

  /// Runs `body`; when it throws, what was done and sent in it is undone, the error is passed on, and the transaction can go
  /// on. Savepoints nest.
  func savepoint<Result: Sendable>(
    isolation: isolated (any Actor)?, _ body: () async throws -> Result
  ) async throws -> Result

  /// From now on the transaction can only be rolled back. No error: what runs in it ends as if all was well, but nothing
  /// is changed and nothing is sent.
  func doom()

  var isDoomed: Bool { get }

  /// What is sent in this transaction.
  var outbox: TransactionOutbox { get }
}

extension DatabaseTransaction {
  /// Runs `body`; when it throws, what was done and sent in it is undone, the error is passed on, and the transaction can go
  /// on. Savepoints nest.
  public func savepoint<Result: Sendable>(_ body: () async throws -> Result) async throws -> Result {
    try await savepoint(isolation: #isolation, body)
  }

  /// Runs a query; returns its first row, if there is one.
  public func first(_ statement: SQL) async throws -> SQLRow? { try await query(statement).first }
}
