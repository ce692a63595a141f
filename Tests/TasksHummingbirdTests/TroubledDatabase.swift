import Synchronization
import TaskModel
import Tasks

/// A real database whose next commits, or next statements that insert, meet what they are told to meet: rolled back, they end
/// in these errors.
final class TroubledDatabase: Database {
  /// Where the troubles are met.
  enum Step { case commit, insert }

  let base: any Database
  let step: Step
  private let troubles: Mutex<[DatabaseError.Code]>

  init(_ base: any Database, _ troubles: [DatabaseError.Code] = [], at step: Step = .commit) {
    self.base = base
    self.step = step
    self.troubles = Mutex(troubles)
  }

  var place: String { base.place }
  var dialect: SQLDialect { base.dialect }
  var clock: any WallClock { base.clock }

  func lend() async throws(DatabaseError) -> any DatabaseConnection {
    TroubledConnection(try await base.lend(), of: self)
  }

  func giveBack(_ connection: any DatabaseConnection) async {
    guard let connection = connection as? TroubledConnection else { return }
    await base.giveBack(connection.base)
  }

  func outboxChanges() -> AsyncStream<Void> { base.outboxChanges() }
  func close() async { await base.close() }

  /// Lets the next steps meet these, too.
  func meet(_ codes: [DatabaseError.Code]) { troubles.withLock { $0 += codes } }

  func nextTrouble(at step: Step) -> DatabaseError? {
    if step != self.step { return nil }
    let code = troubles.withLock { $0.isEmpty ? nil : $0.removeFirst() }
    return code.map { DatabaseError($0, message: "as the test wants it", place: place) }
  }
}

private final class TroubledConnection: DatabaseConnection {
  let base: any DatabaseConnection
  private let database: TroubledDatabase

  init(_ base: any DatabaseConnection, of database: TroubledDatabase) {
    self.base = base
    self.database = database
  }

  func run(_ statement: SQL) async throws(DatabaseError) -> SQLResult {
    if statement.text(for: database.dialect).hasPrefix("INSERT"), let trouble = database.nextTrouble(at: .insert) {
      throw trouble
    }
    return try await base.run(statement)
  }

  func begin(_ options: TransactionOptions) async throws(DatabaseError) { try await base.begin(options) }
  func rollback() async { await base.rollback() }

  func commit() async throws(DatabaseError) {
    guard let trouble = database.nextTrouble(at: .commit) else { return try await base.commit() }
    await base.rollback()
    throw trouble
  }
}
