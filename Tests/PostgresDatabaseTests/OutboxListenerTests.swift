import PostgresTesting
import Tasks
import Testing

@testable import PostgresDatabase

struct OutboxListenerTests {
  private static let connections = "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'"

  @Test func aNotificationOfAnotherProcessRings() async throws {
    let place = try await Place()
    var rings = place.database.outboxChanges().makeAsyncIterator()
    // It stands: what came before may have been missed.
    #expect(await rings.next() != nil)
    try await place.psql("NOTIFY tasksd_outbox")
    #expect(await rings.next() != nil)
    await place.database.close()
    #expect(await rings.next() == nil)
  }

  @Test func aRolledBackNotificationDoesNotRing() async throws {
    let place = try await Place()
    var rings = place.database.outboxChanges().makeAsyncIterator()
    #expect(await rings.next() != nil)
    try await place.psql("BEGIN; NOTIFY tasksd_outbox; ROLLBACK; NOTIFY another; ")
    try await place.psql("NOTIFY tasksd_outbox")
    #expect(await rings.next() != nil)
    await place.database.close()
    #expect(await rings.next() == nil)
  }

  @Test func allWhoListenHearItOnOneConnectionWhichGoesWithTheLast() async throws {
    let place = try await Place()
    let here = Self.connections + " AND datname = '\(place.name)'"
    var streams = [place.database.outboxChanges(), place.database.outboxChanges(), place.database.outboxChanges()]
    for stream in streams {
      var rings = stream.makeAsyncIterator()
      #expect(await rings.next() != nil)
    }
    #expect(try await place.psql(here) == ["1"])
    streams = []
    while try await place.psql(here) != ["0"] {}
    var rings = place.database.outboxChanges().makeAsyncIterator()
    #expect(await rings.next() != nil)
    await place.database.close()
  }

  /// What was said meanwhile was missed, so that the return itself rings.
  @Test func aServerThatComesBackRings() async throws {
    let server = try await PostgresServer.start()
    let database = try PostgresDatabase(server.url("postgres"), clock: testClock)
    var rings = database.outboxChanges().makeAsyncIterator()
    #expect(await rings.next() != nil)
    await server.kill()
    try await server.restart()
    #expect(await rings.next() != nil)
    try await server.psql("NOTIFY tasksd_outbox")
    #expect(await rings.next() != nil)
    await database.close()
    await server.stop()
  }

  @Test func oneThatIsAwayFromTheStartRingsWhenItIsThere() async throws {
    let server = try await PostgresServer.start()
    await server.stop()
    let database = try PostgresDatabase(server.url("postgres"), clock: testClock)
    var rings = database.outboxChanges().makeAsyncIterator()
    try await server.restart()
    #expect(await rings.next() != nil)
    await database.close()
    #expect(await rings.next() == nil)
    var late = database.outboxChanges().makeAsyncIterator()
    #expect(await late.next() == nil)
    await server.stop()
  }
}
