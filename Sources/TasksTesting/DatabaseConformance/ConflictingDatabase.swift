import Synchronization
import TaskModel
import Tasks

/// A database in which the first so many transactions meet another at the same place. All else is done by the one behind
/// it, so that what a replay leaves is left for real.
final class ConflictingDatabase: Database {
  enum Step: String, Sendable, CaseIterable { case begin, statement, commit }

  private let inner: any Database
  private let step: Step
  private let left: Mutex<Int>

  init(_ inner: any Database, at step: Step, times: Int) {
    (self.inner, self.step) = (inner, step)
    left = Mutex(times)
  }

  var place: String { inner.place }
  var dialect: SQLDialect { inner.dialect }
  var clock: any WallClock { inner.clock }

  func lend() async throws(DatabaseError) -> any DatabaseConnection {
    ConflictingConnection(try await inner.lend(), self)
  }

  func giveBack(_ connection: any DatabaseConnection) async {
    if let connection = connection as? ConflictingConnection { await inner.giveBack(connection.inner) }
  }

  func outboxChanges() -> AsyncStream<Void> { inner.outboxChanges() }

  func close() async { await inner.close() }

  fileprivate func pass(_ step: Step) throws(DatabaseError) {
    if step != self.step { return }
    let isConflict = left.withLock { left in
      defer { left = max(0, left - 1) }
      return left > 0
    }
    if isConflict { throw DatabaseError(.conflict, state: "40001", message: "met another at \(step)", place: place) }
  }
}

private final class ConflictingConnection: DatabaseConnection {
  let inner: any DatabaseConnection
  private let database: ConflictingDatabase

  init(_ inner: any DatabaseConnection, _ database: ConflictingDatabase) {
    (self.inner, self.database) = (inner, database)
  }

  func run(_ statement: SQL) async throws(DatabaseError) -> SQLResult {
    let result = try await inner.run(statement)
    try database.pass(.statement)
    return result
  }

  func begin(_ options: TransactionOptions) async throws(DatabaseError) {
    try database.pass(.begin)
    try await inner.begin(options)
  }

  func commit() async throws(DatabaseError) {
    try database.pass(.commit)
    try await inner.commit()
  }

  func rollback() async { await inner.rollback() }
}
