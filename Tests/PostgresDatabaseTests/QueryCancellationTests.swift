import Tasks
import Testing

@testable import PostgresDatabase

struct QueryCancellationTests {
  /// Nobody waits for the hour: the server is asked to end it.
  @Test func aCancelledTaskEndsItsQueryAndTheConnectionGoesOn() async throws {
    let place = try await Place()
    let connection = try await place.database.lend()
    let task = Task { try await connection.run("SELECT pg_sleep(3600)") }
    while try await place.psql(
      "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%pg_sleep%' AND state = 'active' AND pid <> pg_backend_pid() AND datname = '\(place.name)'"
    ) != ["1"] {}
    task.cancel()
    let error = await failure { _ = try await task.value }
    #expect(error?.code == .cancelled)
    #expect(try await connection.run("SELECT 7").rows == [[.integer(7)]])
    await place.database.giveBack(connection)
    await place.database.close()
  }

  /// At any instant, also before the server has the query.
  @Test func aQueryThatIsCancelledAtOnceEndsToo() async throws {
    let place = try await Place()
    let connection = try await place.database.lend()
    for _ in 0..<50 {
      let task = Task { try await connection.run("SELECT pg_sleep(3600)") }
      task.cancel()
      #expect(await failure { _ = try await task.value }?.code == .cancelled)
      #expect(try await connection.run("SELECT 7").rows == [[.integer(7)]])
    }
    await place.database.giveBack(connection)
    await place.database.close()
  }
}
