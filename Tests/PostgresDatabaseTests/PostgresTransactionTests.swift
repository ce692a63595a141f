import PostgresTesting
import Tasks
import Testing

@testable import PostgresDatabase

struct PostgresTransactionTests {
  @Test func whatIsCommittedLastsAndWhatIsRolledBackDoesNot() async throws {
    let place = try await Place()
    try await place.psql("CREATE TABLE delivery (id int PRIMARY KEY, state text)")
    try await place.withConnection { connection in
      try await connection.begin(TransactionOptions())
      let inserted = try await connection.run("INSERT INTO delivery VALUES (\(1), \("sent")), (\(2), \("late"))")
      #expect(inserted.affectedRows == 2)
      #expect(try await place.psql("SELECT count(*) FROM delivery") == ["0"])
      try await connection.commit()
      #expect(try await place.psql("SELECT count(*) FROM delivery") == ["2"])
      try await connection.begin(TransactionOptions())
      _ = try await connection.run("DELETE FROM delivery")
      await connection.rollback()
    }
    #expect(try await place.psql("SELECT id, state FROM delivery ORDER BY id") == ["1|sent", "2|late"])
    await place.database.close()
  }

  @Test func twoThatReadWhatTheOtherWritesConflict() async throws {
    let place = try await Place()
    try await place.psql(
      "CREATE TABLE counter (id int PRIMARY KEY, value int); INSERT INTO counter VALUES (1, 0), (2, 0)")
    let (one, other) = (try await place.database.lend(), try await place.database.lend())
    for connection in [one, other] {
      try await connection.begin(TransactionOptions())
      #expect(try await connection.run("SELECT sum(value) FROM counter").rows == [[.integer(0)]])
    }
    _ = try await one.run("UPDATE counter SET value = value + 1 WHERE id = 1")
    _ = try await other.run("UPDATE counter SET value = value + 1 WHERE id = 2")
    try await one.commit()
    let error = await failure { try await other.commit() }
    #expect(error?.code == .conflict)
    #expect(error?.state == "40001")
    for connection in [one, other] { await place.database.giveBack(connection) }
    await place.database.close()
  }

  @Test func aTransactionInWhichAStatementFailedIsNotCommittedAndSaysWhy() async throws {
    let place = try await Place()
    try await place.psql("CREATE TABLE delivery (id int PRIMARY KEY)")
    try await place.withConnection { connection in
      try await connection.begin(TransactionOptions())
      _ = try await connection.run("INSERT INTO delivery VALUES (1)")
      _ = await failure { _ = try await connection.run("INSERT INTO delivery VALUES (1)") }
      let error = await failure { try await connection.commit() }
      #expect(error?.code == .constraint)
      #expect(error?.message.contains("not committed") == true)
      #expect(try await connection.run("SELECT 1").rows == [[.integer(1)]])
    }
    #expect(try await place.psql("SELECT count(*) FROM delivery") == ["0"])
    await place.database.close()
  }

  @Test func whatWasUndoneWithASavepointIsNotTheReasonOfALaterFailure() async throws {
    let place = try await Place()
    try await place.psql("CREATE TABLE delivery (id int PRIMARY KEY)")
    try await place.withConnection { connection in
      try await connection.begin(TransactionOptions())
      _ = try await connection.run("INSERT INTO delivery VALUES (1)")
      _ = try await connection.run("SAVEPOINT again")
      _ = await failure { _ = try await connection.run("INSERT INTO delivery VALUES (1)") }
      _ = try await connection.run("ROLLBACK TO SAVEPOINT again")
      _ = await failure { _ = try await connection.run("SELECT nonsense") }
      let error = await failure { try await connection.commit() }
      #expect(error?.code == .statement)
      #expect(error?.message.contains("nonsense") == true, "\(String(describing: error))")
    }
    await place.database.close()
  }
}
