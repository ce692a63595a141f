import Synchronization
import TaskModel
import Tasks

/// A database that breaks one promise, on top of one that keeps them all.
final class BrokenDatabase: Database {
  enum Fault: CaseIterable {
    case commitsWhatIsRolledBack
    case losesWhatIsCommitted
    case leavesATransactionOpen
    case neverRings
    case makesTextOfNumbers
    case forgetsAffectedRows
    case putsValuesIntoTheStatement
    case takesRulesForConflicts
  }

  let inner: any Database
  let fault: Fault

  init(_ inner: any Database, _ fault: Fault) { (self.inner, self.fault) = (inner, fault) }

  var place: String { inner.place }
  var dialect: SQLDialect { inner.dialect }
  var clock: any WallClock { inner.clock }

  func lend() async throws(DatabaseError) -> any DatabaseConnection { BrokenConnection(try await inner.lend(), fault) }

  func giveBack(_ connection: any DatabaseConnection) async {
    guard let connection = connection as? BrokenConnection else { return }
    if fault == .leavesATransactionOpen { try? await connection.inner.commit() }
    await inner.giveBack(connection.inner)
  }

  func outboxChanges() -> AsyncStream<Void> {
    fault == .neverRings ? AsyncStream { $0.finish() } : inner.outboxChanges()
  }

  func close() async { await inner.close() }
}

private final class BrokenConnection: DatabaseConnection {
  let inner: any DatabaseConnection
  private let fault: BrokenDatabase.Fault

  init(_ inner: any DatabaseConnection, _ fault: BrokenDatabase.Fault) { (self.inner, self.fault) = (inner, fault) }

  func run(_ statement: SQL) async throws(DatabaseError) -> SQLResult {
    do throws(DatabaseError) {
      var result = try await inner.run(fault == .putsValuesIntoTheStatement ? statement.withoutParameters : statement)
      if fault == .makesTextOfNumbers {
        result.rows = result.rows.map { $0.map { if case .integer(let n) = $0 { .text("\(n)") } else { $0 } } }
      }
      if fault == .forgetsAffectedRows { result.affectedRows = 0 }
      return result
    } catch {
      guard fault == .takesRulesForConflicts, error.code == .constraint else { throw error }
      throw DatabaseError(.conflict, state: error.state, message: error.message, place: error.place)
    }
  }

  func begin(_ options: TransactionOptions) async throws(DatabaseError) { try await inner.begin(options) }

  func commit() async throws(DatabaseError) {
    if fault == .losesWhatIsCommitted { await inner.rollback() } else { try await inner.commit() }
  }

  func rollback() async {
    if fault == .commitsWhatIsRolledBack { try? await inner.commit() }
    await inner.rollback()
  }
}

extension SQL {
  /// As one would write it who has not heard of parameters.
  fileprivate var withoutParameters: SQL {
    var text = ""
    var values = values[...]
    for character in self.text(for: .sqlite) {
      guard character == "?", let value = values.popFirst() else {
        text.append(character)
        continue
      }
      switch value {
      case .text(let value): text += "'\(value)'"
      case .integer(let value): text += "\(value)"
      default: text += "NULL"
      }
    }
    return "\(raw: text)"
  }
}
