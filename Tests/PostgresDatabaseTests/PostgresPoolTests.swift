import PostgresTesting
import Tasks
import Testing

@testable import PostgresDatabase

struct PostgresPoolTests {
  /// A connection for each user would be more than any server has.
  @Test func twoHundredUsersShareTenConnections() async throws {
    let place = try await Place(PostgresOptions(maximumConnections: 10, waitLimit: .seconds(600)))
    try await place.psql("CREATE TABLE probe (id int)")
    let most = try await withThrowingTaskGroup(of: Int64.self) { group in
      for user in 0..<200 { group.addTask { try await use(place.database, as: user) } }
      return try await group.reduce(0) { max($0, $1) }
    }
    #expect(try await place.psql("SELECT count(*) FROM probe") == ["1000"])
    #expect((2...10).contains(most))
    await place.database.close()
  }

  /// Five transactions; returns the most connections it saw.
  private func use(_ database: PostgresDatabase, as user: Int) async throws -> Int64 {
    var most: Int64 = 0
    for _ in 0..<5 {
      let connection = try await database.lend()
      try await connection.begin(TransactionOptions(isolationLevel: .readCommitted))
      _ = try await connection.run("INSERT INTO probe VALUES (\(user))")
      let seen = try await connection.run("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")
      try await connection.commit()
      await database.giveBack(connection)
      if case .integer(let count) = seen.rows.first?.first { most = max(most, count) }
    }
    return most
  }

  @Test func whoWaitsTooLongIsToldSo() async throws {
    let place = try await Place(PostgresOptions(maximumConnections: 1, waitLimit: .zero))
    let connection = try await place.database.lend()
    let error = await failure { _ = try await place.database.lend() }
    #expect(error?.code == .busy)
    await place.database.giveBack(connection)
    #expect(try await place.value("SELECT 1") == .integer(1))
    await place.database.close()
  }

  @Test func whoIsCancelledDoesNotWait() async throws {
    let place = try await Place(PostgresOptions(maximumConnections: 1, waitLimit: .seconds(3600)))
    let connection = try await place.database.lend()
    let task = Task { _ = try await place.database.lend() }
    task.cancel()
    #expect(await failure { try await task.value }?.code == .cancelled)
    await place.database.giveBack(connection)
    await place.database.close()
  }

  @Test func theTablesAreThereWithTheFirstConnection() async throws {
    let place = try await Place()
    #expect(try await place.value("SELECT count(*) FROM tasksd_outbox") == .integer(0))
    #expect(try await place.value("SELECT count(*) FROM tasksd_inbox") == .integer(0))
    await place.database.close()
  }

  @Test func whoMayNotMakeThemIsToldSo() async throws {
    let place = try await Place()
    try await place.psql("CREATE ROLE reader_\(place.name) LOGIN; REVOKE CREATE ON SCHEMA public FROM PUBLIC")
    let url = place.server.url(place.name, user: "reader_\(place.name)")
    let database = try PostgresDatabase(url, clock: place.database.clock)
    let error = await failure { _ = try await database.lend() }
    #expect(error?.state == "42501")
    #expect(error?.message.contains("permission denied") == true)
    #expect(error?.statement?.contains("tasksd_") == true)
    await database.close()
  }
}
