import PostgresTesting
import ProcessTesting
import Tasks
import Testing

@testable import PostgresDatabase

struct PostgresTLSTests {
  private func isEncrypted(_ url: String) async throws -> Bool {
    let database = try PostgresDatabase(url, clock: testClock)
    let connection = try await database.lend()
    let rows = try await connection.run("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()").rows
    await database.giveBack(connection)
    await database.close()
    return rows == [[.bool(true)]]
  }

  @Test func whatTheURLAsksForIsDone() async throws {
    let certificates = try await TestCertificates.shared
    let server = try await PostgresServer.start(showing: certificates.local)
    let url = server.url("postgres")
    let authority = certificates.authority.certificate
    #expect(try await isEncrypted(url + "?sslmode=require"))
    #expect(try await isEncrypted(url + "?sslmode=verify-ca&sslrootcert=\(authority)"))
    #expect(try await isEncrypted(url + "?sslmode=verify-full&sslrootcert=\(authority)"))
    #expect(try await !isEncrypted(url + "?sslmode=disable"))
    let stranger = certificates.elsewhere.certificate
    let error = await failure { _ = try await isEncrypted(url + "?sslmode=verify-ca&sslrootcert=\(stranger)") }
    #expect(error?.code == .unavailable)
    #expect(error?.message.contains("certificate") == true)
    await server.stop()
  }

  @Test func aQueryOverTLSIsCancelledToo() async throws {
    let server = try await PostgresServer.start(showing: try await TestCertificates.shared.local)
    let database = try PostgresDatabase(server.url("postgres") + "?sslmode=require", clock: testClock)
    let connection = try await database.lend()
    let task = Task { try await connection.run("SELECT pg_sleep(3600)") }
    task.cancel()
    #expect(await failure { _ = try await task.value }?.code == .cancelled)
    _ = try await connection.run("SELECT 1")
    await database.giveBack(connection)
    await database.close()
    await server.stop()
  }

  @Test func aServerWithoutItIsRefusedWhereItIsAskedFor() async throws {
    let server = try await PostgresServer.shared
    let error = await failure { _ = try await isEncrypted(server.url("postgres") + "?sslmode=require") }
    #expect(error?.code == .unavailable)
    #expect(error?.message.contains("SSL") == true)
  }

  @Test func aPasswordIsCheckedAndNeverShown() async throws {
    let server = try await PostgresServer.start(access: ["host all shop 127.0.0.1/32 scram-sha-256"])
    try await server.psql("CREATE ROLE shop LOGIN SUPERUSER PASSWORD 'right'")
    let url = server.url("postgres", user: "shop:right")
    #expect(try await !isEncrypted(url))
    let error = await failure { _ = try await isEncrypted(server.url("postgres", user: "shop:wrong")) }
    #expect(error?.code == .unavailable)
    #expect(error.map { "\($0)".contains("wrong") } == false)
    await server.stop()
  }

  @Test func aSocketOfThisMachineIsAPlace() async throws {
    let server = try await PostgresServer.shared
    #expect(try await !isEncrypted(server.socketURL("postgres")))
  }
}
