import PostgresTesting
import Tasks
import TasksTesting
import Testing

@testable import PostgresDatabase

struct PostgresConformanceTests {
  @Test(arguments: DatabaseConformance.cases)
  func aServerKeepsThePromise(_ promise: DatabaseConformanceCase) async throws {
    let server = try await PostgresServer.shared
    let name = try await server.freshDatabaseName()
    let url = server.url(name, user: "postgres:secret")
    let clock = ManualClock()
    try await promise.run(
      DatabaseFixture(clock: clock, secrets: ["secret"]) { connections, wait in
        try PostgresDatabase(
          url, options: PostgresOptions(maximumConnections: connections, waitLimit: wait), clock: clock)
      })
  }
}
