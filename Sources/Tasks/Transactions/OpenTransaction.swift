import Synchronization

/// A transaction on one connection, until it is committed or rolled back.
///
/// Made by ``Database/transaction(_:isolation:_:)``, which ends it, and by ``Database/begin(_:)``, whose caller ends it. One that
/// nobody ends is rolled back when its task's run is over, or when nothing refers to it any more.
public final class OpenTransaction: DatabaseTransaction {
  private struct State {
    var isOver = false
    var isDoomed = false
    /// The first meeting with another transaction. After it nothing here can be committed, whatever the body makes of it.
    var conflict: DatabaseError?
    /// Why it cannot be committed: what was sent could not be written, or a savepoint not be undone.
    var failure: DatabaseError?
    var savepoints = 0
  }

  public let outbox: TransactionOutbox
  package let database: any Database
  private let connection: any DatabaseConnection
  private let state = Mutex(State())

  package init(on connection: any DatabaseConnection, of database: any Database, sending messages: MessageFactory) {
    self.connection = connection
    self.database = database
    outbox = TransactionOutbox(messages)
  }

  /// Unstructured, since nothing is left that could wait for it: the database rolls it back.
  deinit {
    if state.withLock({ $0.isOver }) { return }
    outbox.close()
    Task { [database, connection] in await database.giveBack(connection) }
  }
}

extension OpenTransaction {
  @discardableResult
  public func execute(_ statement: SQL) async throws -> Int { try await run(statement).affectedRows }

  public func query(_ statement: SQL) async throws -> [SQLRow] {
    let result = try await run(statement)
    return result.rows.map { SQLRow(columns: result.columns, values: $0, place: database.place) }
  }

  /// Runs a statement behind what was sent before it, so that a savepoint of any kind takes back both or neither.
  package func run(_ statement: SQL) async throws(DatabaseError) -> SQLResult {
    try await flush()
    return try await runAlone(statement)
  }

  private func runAlone(_ statement: SQL) async throws(DatabaseError) -> SQLResult {
    if state.withLock({ $0.isOver }) { throw isOver }
    do throws(DatabaseError) { return try await connection.run(statement) } catch { throw noting(error) }
  }

  /// Writes the rows of what was sent since the last statement.
  package func flush() async throws(DatabaseError) {
    let rows = outbox.takePending()
    if rows.isEmpty { return }
    do throws(DatabaseError) {
      for statement in OutboxStatements.insert(rows, dialect: database.dialect) { _ = try await runAlone(statement) }
    } catch {
      // Whoever catches this must not commit without them.
      state.withLock { $0.failure = $0.failure ?? error }
      throw error
    }
  }

  private func noting(_ error: DatabaseError) -> DatabaseError {
    if error.isConflict { state.withLock { $0.conflict = $0.conflict ?? error } }
    return error
  }

  private var isOver: DatabaseError {
    DatabaseError(.statement, message: "the transaction is over", place: database.place)
  }

  public func savepoint<Result: Sendable>(
    isolation: isolated (any Actor)?, _ body: () async throws -> Result
  ) async throws -> Result {
    let number = state.withLock { state in
      state.savepoints += 1
      return state.savepoints
    }
    let name: SQL = "\(identifier: "tasksd_\(number)")"
    _ = try await run("SAVEPOINT \(name)")
    let sent = outbox.children.count
    do {
      let result = try await body()
      _ = try await run("RELEASE SAVEPOINT \(name)")
      return result
    } catch {
      outbox.takeBack(to: sent)
      await undo(to: name)
      throw error
    }
  }

  /// Also for a cancelled task. What cannot be undone must not be committed.
  private func undo(to savepoint: SQL) async {
    let work = Task { [self] () -> DatabaseError? in
      do throws(DatabaseError) {
        _ = try await runAlone("ROLLBACK TO SAVEPOINT \(savepoint)")
        _ = try await runAlone("RELEASE SAVEPOINT \(savepoint)")
        return nil
      } catch { return error }
    }
    if let error = await work.value { state.withLock { $0.failure = $0.failure ?? error } }
  }

  public func doom() { state.withLock { $0.isDoomed = true } }

  public var isDoomed: Bool { state.withLock { $0.isDoomed } }

  /// Why it cannot be committed and is worth another try; nil when there was no such thing.
  package var conflict: DatabaseError? { state.withLock { $0.conflict } }
}

/// Its end.
extension OpenTransaction {
  /// Ends it. Once this returned, what was done lasts, and what was sent will reach its queue. One that was doomed is
  /// rolled back. When it throws, nothing was done, but for the code `uncertain`: then nobody knows.
  public func commit() async throws {
    // Also when the body made something else of it, such as a page for an error, or doomed the transaction for it.
    if let conflict {
      await rollback()
      throw conflict
    }
    if isDoomed { return await rollback() }
    do {
      if let failure = state.withLock({ $0.failure }) { throw failure }
      try await flush()
    } catch {
      await rollback()
      throw error
    }
    guard takeEnd() else { throw isOver }
    do throws(DatabaseError) {
      try await connection.commit()
    } catch {
      let error = noting(error)
      await connection.rollback()
      await release()
      throw error.code == .unavailable ? error.afterCommit : error
    }
    await release()
  }

  /// Ends it; nothing was done, and nothing is sent. Does nothing when it is over.
  public func rollback() async {
    guard takeEnd() else { return }
    await connection.rollback()
    await release()
  }

  /// True for the first who asks.
  private func takeEnd() -> Bool {
    let isFirst = state.withLock { state in
      defer { state.isOver = true }
      return !state.isOver
    }
    if isFirst { outbox.close() }
    return isFirst
  }

  private func release() async {
    LeakWatch.current?.forget(self)
    await database.giveBack(connection)
  }
}

extension DatabaseError {
  fileprivate var afterCommit: DatabaseError {
    DatabaseError(
      .uncertain, state: state, message: "lost while committing, nobody knows whether it was done: \(message)",
      detail: detail, place: place)
  }
}
