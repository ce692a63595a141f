import TaskModel

/// One run of a transactional task: its effect, the record that it was done, and what it sends are one commit.
struct TransactionalRun: Sendable {
  let context: ApplicationContext
  let run: RunContext
  let options: TransactionOptions

  /// Returns the task's result: that of `body`, or the recorded one of an earlier delivery that was committed.
  func perform(
    _ body: @Sendable (TaskRequest, any DatabaseTransaction) async throws -> JSONValue
  ) async throws -> JSONValue {
    guard let database = context.services.find((any Database).self) else { throw TaskRequestError.databaseMissing }
    let runner = TransactionRunner(
      database: database, messages: context.queue.sending(from: run).messages, options: options, note: run.note,
      noteChild: run.noteChild)
    do {
      return try await runner.run(isolation: nil) { transaction in
        let place: SQLValue?
        switch try await claim(in: transaction) {
        case .ours(let written): place = written
        case .doneBefore(let recorded):
          run.note(.doneBefore)
          return recorded
        }
        let value = try await body(TaskRequest(run, in: context), transaction)
        if !transaction.isDoomed {
          _ = try await transaction.run(
            InboxStatements.record(
              run.message.id, at: place, result: value, now: context.clock.now, dialect: database.dialect))
        }
        return value
      }
    } catch let error as DatabaseError where error.code == .uncertain {
      // Nobody knows whether it is done; the next attempt finds out by the record.
      throw RetryRequest(countdown: .seconds(5), reason: "\(error)")
    }
  }

  /// Notes that this task is being done. Waits while another delivery of it is being done elsewhere.
  private func claim(in transaction: OpenTransaction) async throws -> InboxClaim {
    let dialect = transaction.database.dialect
    let message = run.message
    let claimed = try await transaction.run(
      InboxStatements.claim(message.id, task: message.task, at: context.clock.now, dialect: dialect))
    if claimed.affectedRows > 0 { return .ours(place: claimed.rows.first?.first) }
    let row = try await transaction.first(InboxStatements.result(of: message.id, dialect: dialect))
    return .doneBefore(try row?.find("result", as: JSONValue.self) ?? .null)
  }
}
