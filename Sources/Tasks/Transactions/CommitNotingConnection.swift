import Synchronization

/// A connection, lent for a time, that knows whether something was committed on it.
final class CommitNotingConnection: DatabaseConnection {
  let base: any DatabaseConnection
  private let state = Mutex(false)

  init(_ base: any DatabaseConnection) { self.base = base }

  var hasCommitted: Bool { state.withLock { $0 } }

  func run(_ statement: SQL) async throws(DatabaseError) -> SQLResult { try await base.run(statement) }

  func begin(_ options: TransactionOptions) async throws(DatabaseError) { try await base.begin(options) }

  func commit() async throws(DatabaseError) {
    try await base.commit()
    state.withLock { $0 = true }
  }

  func rollback() async { await base.rollback() }
}
