import TaskModel
import Tasks
import TasksTesting
import Testing

@testable import SQLiteDatabase

/// What a connection makes of statements where SQLite has rules of its own.
@Suite struct StatementTests {
  private let database: SQLiteDatabase

  init() throws { database = try SQLiteDatabase(":memory:", clock: ManualClock()) }

  @Test func aTransactionBringsWhatItDid() async throws {
    let rows = try await database.transaction { transaction in
      try await transaction.execute("CREATE TABLE t (n INTEGER, s TEXT)")
      try await transaction.execute("INSERT INTO t VALUES (\(1), \("å")), (\(2), \(String?.none))")
      return try await transaction.query("SELECT n, s FROM t ORDER BY n")
    }
    #expect(rows.map(\.values) == [[.integer(1), .text("å")], [.integer(2), .null]])
    await database.close()
  }

  @Test(arguments: [
    "SELECT 1; SELECT 2", "SELECT 1;; /* a */ SELECT 2", "SELECT 1; nonsense", "CREATE TABLE a (x); DROP TABLE a",
  ])
  func severalStatementsInOneTextAreRefused(text: String) async throws {
    let error = await refused("\(raw: text)")
    #expect(error?.code == .statement)
    #expect(error?.message.contains("several") == true)
  }

  @Test(arguments: ["SELECT 1;", "SELECT 1 ; ", "SELECT 1; -- done", "SELECT 1 /* ; SELECT 2 */;\n"])
  func whatStandsBehindOneStatementAndIsNoneIsPassedOver(text: String) async throws {
    let connection = try await database.lend()
    let result = try await connection.run("\(raw: text)")
    #expect(result.rows == [[.integer(1)]])
    await database.giveBack(connection)
  }

  @Test(arguments: ["", "  ", ";", "-- nothing", "/* nothing */"])
  func noStatementIsRefused(text: String) async throws {
    let error = await refused("\(raw: text)")
    #expect(error?.code == .statement)
    #expect(error?.message.contains("no statement") == true)
  }

  @Test(arguments: [
    "BEGIN", "begin immediate", "COMMIT", "END", "end transaction;", "ROLLBACK", "rollback transaction", ";;commit",
    "/* x */ COMMIT", "-- x\nCOMMIT", "\u{FEFF}COMMIT",
  ])
  func aStatementThatBeginsOrEndsATransactionIsRefused(text: String) async throws {
    let error = await refused("\(raw: text)")
    #expect(error?.code == .statement)
    #expect(error?.message.contains("not for a statement") == true)
  }

  @Test func placeholdersOfOnesOwnAreRefused() async throws {
    let error = await refused("SELECT ?, \(1)")
    #expect(error?.code == .statement)
    #expect(error?.message.contains("2 placeholders and 1 values") == true)
  }

  @Test func whatIsNoNumberIsNotMadeNull() async throws {
    let error = await refused("SELECT \(Double.nan)")
    #expect(error?.code == .value)
  }

  @Test func aTextWithAZeroByteKeepsIt() async throws {
    let connection = try await database.lend()
    let result = try await connection.run("SELECT \("a\0b") AS t")
    #expect(result.rows == [[.text("a\0b")]])
    await database.giveBack(connection)
  }

  private func refused(_ statement: SQL) async -> DatabaseError? {
    await #expect(throws: DatabaseError.self) {
      let connection = try await database.lend()
      do {
        _ = try await connection.run(statement)
        await database.giveBack(connection)
      } catch {
        await database.giveBack(connection)
        throw error
      }
    }
  }
}
