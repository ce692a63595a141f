import TaskModel

extension Database {
  /// Runs `body` in one transaction and commits it; rolls it back when `body` throws, and passes the error on.
  ///
  /// ```swift
  /// try await database.transaction { transaction in
  ///   try await transaction.execute("UPDATE delivery SET state = 'delivered' WHERE id = \(id)")
  ///   try transaction.send(AskForReview(deliveryID: id), countdown: .hours(2))
  /// }
  /// ```
  /// When it meets another transaction, `body` is run once more as a whole, at once, with a new transaction; after
  /// `options.attempts` of them a ``DatabaseError`` with code `conflict` is thrown. What the body's own thread-local or
  /// captured state remembers of an earlier attempt is the body's to forget.
  ///
  /// What is sent goes where the task's type says; where that says nothing, the relay asks the configuration. Inside a task use
  /// ``TaskRequest/database``, so that what is sent knows its parent.
  @discardableResult
  public func transaction<Result: Sendable>(
    _ options: TransactionOptions = TransactionOptions(), isolation: isolated (any Actor)? = #isolation,
    _ body: (any DatabaseTransaction) async throws -> Result
  ) async throws -> Result {
    try await TaskDatabase(self).transaction(options, isolation: isolation, body)
  }

  /// Begins a transaction that the caller ends. Prefer ``transaction(_:isolation:_:)``, which cannot be left open.
  public func begin(_ options: TransactionOptions = TransactionOptions()) async throws -> OpenTransaction {
    try await TaskDatabase(self).begin(options)
  }
}
