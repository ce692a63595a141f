import PostgresTesting
import Tasks
import Testing

@testable import PostgresDatabase

/// What goes wrong, and how it is told.
struct PostgresFailureTests {
  @Test func aBrokenRuleIsAConstraintAndNamesTheStatementWithoutValues() async throws {
    let place = try await Place()
    try await place.psql("CREATE TABLE delivery (id int PRIMARY KEY, phone text NOT NULL)")
    try await place.withConnection { connection in
      _ = try await connection.run("INSERT INTO delivery VALUES (\(1), \("0123"))")
      let error = await failure { _ = try await connection.run("INSERT INTO delivery VALUES (\(1), \("0124"))") }
      #expect(error?.code == .constraint)
      #expect(error?.state == "23505")
      #expect(error?.message.contains("delivery_pkey") == true)
      #expect(error?.statement == "INSERT INTO delivery VALUES ($1, $2)")
      #expect(error?.place == place.database.place)
    }
    await place.database.close()
  }

  @Test(arguments: [
    "SELECT nothing", "SELEC 1", "SELECT 1; SELECT 2", "SELECT 1/0", "SELECT 'x'::int", "", "COMMIT", "BEGIN",
  ])
  func aWrongStatementIsOneAndTheConnectionGoesOn(_ text: String) async throws {
    let place = try await Place()
    try await place.withConnection { connection in
      for _ in 0..<3 {
        let error = await failure { _ = try await connection.run("\(raw: text)") }
        #expect(error?.code == .statement)
        #expect(error?.message.isEmpty == false)
      }
      _ = try await connection.run("SELECT 1")
    }
    await place.database.close()
  }

  @Test(arguments: ["COPY (SELECT 1) TO STDOUT", "COPY delivery FROM STDIN"])
  func copyingIsRefusedAndItsConnectionReplaced(_ text: String) async throws {
    let place = try await Place()
    try await place.psql("CREATE TABLE delivery (id int)")
    let error = await failure { try await place.withConnection { _ = try await $0.run("\(raw: text)") } }
    #expect(error?.code == .statement)
    #expect(error?.message.contains("COPY") == true)
    #expect(try await place.value("SELECT 1") == .integer(1))
    await place.database.close()
  }

  @Test func aDeadlockIsAConflict() async throws {
    let place = try await Place()
    try await place.psql("CREATE TABLE row (id int PRIMARY KEY, value int); INSERT INTO row VALUES (1, 0), (2, 0)")
    let (one, other) = (try await place.database.lend(), try await place.database.lend())
    let options = TransactionOptions(isolationLevel: .readCommitted)
    try await one.begin(options)
    try await other.begin(options)
    _ = try await one.run("UPDATE row SET value = 1 WHERE id = 1")
    _ = try await other.run("UPDATE row SET value = 1 WHERE id = 2")
    async let first = failure { _ = try await one.run("UPDATE row SET value = 1 WHERE id = 2") }
    async let second = failure { _ = try await other.run("UPDATE row SET value = 1 WHERE id = 1") }
    // One of them waits until the other, the victim, is rolled back.
    var errors: [DatabaseError?] = []
    if let error = await first {
      errors.append(error)
      await one.rollback()
      errors.append(await second)
    } else {
      errors = [nil, await second]
    }
    let victim = errors.compactMap { $0 }
    #expect(victim.map(\.code) == [.conflict])
    #expect(victim.map(\.state) == ["40P01"])
    for connection in [one, other] { await place.database.giveBack(connection) }
    await place.database.close()
  }

  @Test func readingOnlyMeansIt() async throws {
    let place = try await Place()
    try await place.psql("CREATE TABLE delivery (id int)")
    try await place.withConnection { connection in
      try await connection.begin(TransactionOptions(isReadOnly: true))
      let error = await failure { _ = try await connection.run("INSERT INTO delivery VALUES (1)") }
      #expect(error?.code == .statement)
      #expect(error?.state == "25006")
      await connection.rollback()
    }
    await place.database.close()
  }

  @Test func theServersTimeLimitCancels() async throws {
    let place = try await Place()
    let error = await failure {
      try await place.withConnection { connection in
        try await connection.begin(TransactionOptions())
        _ = try await connection.run("SET LOCAL statement_timeout = 1")
        _ = try await connection.run("SELECT pg_sleep(3600)")
      }
    }
    #expect(error?.code == .cancelled)
    await place.database.close()
  }

  @Test func aServerThatIsAwayIsUnavailableAndIsUsedWhenItIsBack() async throws {
    let server = try await PostgresServer.start()
    let database = try PostgresDatabase(server.url("postgres"), clock: testClock)
    let connection = try await database.lend()
    try await connection.begin(TransactionOptions())
    await server.kill()
    let lost = await failure { _ = try await connection.run("SELECT 1") }
    #expect(lost?.code == .unavailable)
    #expect(await failure { try await connection.commit() }?.code == .unavailable)
    await connection.rollback()
    await database.giveBack(connection)
    let away = await failure { _ = try await database.lend() }
    #expect(away?.code == .unavailable)
    #expect(away?.place == server.url("postgres"))
    try await server.restart()
    let again = try await database.lend()
    #expect(try await again.run("SELECT 1").rows == [[.integer(1)]])
    await database.giveBack(again)
    await database.close()
    await server.stop()
  }

  /// Nobody meets a connection that died while nobody used it.
  @Test func idleConnectionsThatDiedAreReplaced() async throws {
    let place = try await Place()
    _ = try await place.value("SELECT 1")
    try await place.psql(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '\(place.name)' AND pid <> pg_backend_pid()"
    )
    while try await place.psql("SELECT count(*) FROM pg_stat_activity WHERE datname = '\(place.name)'") != ["1"] {}
    #expect(try await place.value("SELECT 2") == .integer(2))
    await place.database.close()
  }

  @Test func oneThatIsBrokenOffInATransactionIsUnavailable() async throws {
    let place = try await Place()
    let connection = try await place.database.lend()
    try await connection.begin(TransactionOptions())
    try await place.psql(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '\(place.name)' AND pid <> pg_backend_pid()"
    )
    let error = await failure { try await connection.commit() }
    #expect(error?.code == .unavailable)
    await connection.rollback()
    await place.database.giveBack(connection)
    #expect(try await place.value("SELECT 2") == .integer(2))
    await place.database.close()
  }

  @Test func aConnectionIsLentAgainWithoutItsTransaction() async throws {
    let place = try await Place(PostgresOptions(maximumConnections: 1))
    try await place.psql("CREATE TABLE delivery (id int)")
    let connection = try await place.database.lend()
    try await connection.begin(TransactionOptions())
    _ = try await connection.run("INSERT INTO delivery VALUES (1)")
    await place.database.giveBack(connection)
    #expect(try await place.value("SELECT count(*) FROM delivery") == .integer(0))
    #expect(
      try await place.psql(
        "SELECT count(*) FROM pg_stat_activity WHERE state LIKE 'idle in transaction%' AND datname = '\(place.name)'")
        == ["0"])
    await place.database.close()
  }

  @Test func whatIsClosedSaysSo() async throws {
    let place = try await Place()
    let connection = try await place.database.lend()
    await place.database.close()
    #expect(try await connection.run("SELECT 1").rows == [[.integer(1)]])
    await place.database.giveBack(connection)
    #expect(await failure { _ = try await connection.run("SELECT 1") }?.code == .unavailable)
    #expect(await failure { try await connection.begin(TransactionOptions()) }?.code == .unavailable)
    await connection.rollback()
    #expect(await failure { _ = try await place.database.lend() }?.code == .unavailable)
    #expect(try await place.psql("SELECT count(*) FROM pg_stat_activity WHERE datname = '\(place.name)'") == ["1"])
  }
}
