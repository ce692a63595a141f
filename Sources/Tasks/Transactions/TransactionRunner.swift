import TaskModel

/// Runs a body in a transaction, and once more as a whole when it meets another.
///
/// An attempt: begin, body, commit. A conflict in any of them, also one that the body made something else of, means another
/// attempt with a new transaction: what the failed one did and sent is gone. All other errors pass, after a rollback.
struct TransactionRunner {
  let database: any Database
  let messages: MessageFactory
  let options: TransactionOptions
  var note: @Sendable (RunNote) -> Void = { _ in }
  /// Told of what was sent, once it is committed.
  var noteChild: @Sendable (JSONValue) -> Void = { _ in }

  func run<Result: Sendable>(
    isolation: isolated (any Actor)?, _ body: (OpenTransaction) async throws -> Result
  ) async throws -> Result {
    var attempt = 1
    while true {
      do {
        return try await runOnce(isolation: isolation, body)
      } catch {
        guard let conflict = error as? DatabaseError, conflict.isConflict else { throw error }
        try Task.checkCancellation()
        guard attempt < options.attempts else { throw Self.givenUp(conflict, after: attempt) }
        note(.replayed(attempt, reason: conflict.message))
        let pause = ReplayPause.after(attempt: attempt)
        if pause > .zero { try await Task.sleep(for: pause) }
        attempt += 1
      }
    }
  }

  /// Throws the conflict, where there was one, whatever the body made of it.
  private func runOnce<Result: Sendable>(
    isolation: isolated (any Actor)?, _ body: (OpenTransaction) async throws -> Result
  ) async throws -> Result {
    let transaction = try await begin()
    do {
      let result = try await AmbientOutbox.$current.withValue(
        transaction.outbox, operation: { try await body(transaction) }, isolation: isolation)
      try await transaction.commit()
      if transaction.isDoomed { note(.rolledBack) } else { transaction.outbox.children.forEach(noteChild) }
      return result
    } catch {
      await transaction.rollback()
      throw transaction.conflict ?? error
    }
  }

  func begin() async throws(DatabaseError) -> OpenTransaction {
    let connection = try await database.lend()
    do throws(DatabaseError) {
      try await connection.begin(options)
    } catch {
      await database.giveBack(connection)
      throw error
    }
    return OpenTransaction(on: connection, of: database, sending: messages)
  }

  private static func givenUp(_ conflict: DatabaseError, after attempts: Int) -> DatabaseError {
    DatabaseError(
      .conflict, state: conflict.state,
      message: "serialization conflict: met other transactions in all of \(attempts) attempts; the last time: "
        + conflict.message,
      detail: conflict.detail, statement: conflict.statement, place: conflict.place)
  }
}
