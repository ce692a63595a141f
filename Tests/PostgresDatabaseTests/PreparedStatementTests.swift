import Tasks
import Testing

@testable import PostgresDatabase

struct PreparedStatementTests {
  @Test func whatComesAgainIsPrepared() async throws {
    let place = try await Place(PostgresOptions(maximumConnections: 1, preparedStatements: 2))
    try await place.withConnection { connection in
      for number in 1...20 {
        #expect(try await connection.run("SELECT \(number) + 1").rows == [[.integer(Int64(number + 1))]])
        #expect(try await connection.run("SELECT \(raw: "\(number % 4)") * \(number)").rows.count == 1)
      }
      let prepared = try await connection.run("SELECT count(*) FROM pg_prepared_statements").rows
      #expect(prepared == [[.integer(1)]])
    }
    await place.database.close()
  }

  @Test func nothingIsPreparedWhereThatIsNotWanted() async throws {
    let place = try await Place(PostgresOptions(maximumConnections: 1, preparedStatements: 0))
    for _ in 0..<3 { #expect(try await place.value("SELECT count(*) FROM pg_prepared_statements") == .integer(0)) }
    await place.database.close()
  }

  @Test func aTableThatChangesUnderItIsReadAsItIs() async throws {
    let place = try await Place(PostgresOptions(maximumConnections: 1))
    try await place.psql("CREATE TABLE delivery (id int); INSERT INTO delivery VALUES (1)")
    for _ in 0..<3 { #expect(try await place.value("SELECT * FROM delivery") == .integer(1)) }
    try await place.psql("ALTER TABLE delivery ALTER id TYPE text")
    #expect(try await place.value("SELECT * FROM delivery") == .text("1"))
    await place.database.close()
  }

  /// In a transaction nothing can be repaired: it is run again as a whole, and then works.
  @Test func inATransactionThatIsAConflict() async throws {
    let place = try await Place(PostgresOptions(maximumConnections: 1))
    try await place.psql("CREATE TABLE delivery (id int); INSERT INTO delivery VALUES (1)")
    try await place.withConnection { connection in
      for _ in 0..<3 { _ = try await connection.run("SELECT * FROM delivery") }
      try await place.psql("ALTER TABLE delivery ALTER id TYPE text")
      try await connection.begin(TransactionOptions())
      let error = await failure { _ = try await connection.run("SELECT * FROM delivery") }
      #expect(error?.code == .conflict)
      await connection.rollback()
      try await connection.begin(TransactionOptions())
      #expect(try await connection.run("SELECT * FROM delivery").rows == [[.text("1")]])
      try await connection.commit()
    }
    await place.database.close()
  }

  @Test func whatTheTaskItselfDropsIsPreparedAgain() async throws {
    let place = try await Place(PostgresOptions(maximumConnections: 1))
    try await place.withConnection { connection in
      for number in 1...3 { _ = try await connection.run("SELECT \(number) + 1") }
      _ = try await connection.run("DISCARD ALL")
      for number in 1...3 {
        #expect(try await connection.run("SELECT \(number) + 1").rows == [[.integer(Int64(number + 1))]])
      }
    }
    await place.database.close()
  }
}
