import ProcessTesting
import RedisTesting
import TaskModel
import TasksTesting
import Testing

@testable import RedisBackend

@Suite(.enabled(if: RedisTLS.isAvailable)) struct TLSConformanceTests {
  @Test(arguments: BackendConformance.cases)
  func redisKeepsThePromiseThroughTLS(_ promise: ConformanceCase) async throws {
    let server = try await RedisServer.sharedTLS
    let place = Place(
      server: server, endpoint: .trusting(try await .shared, server, database: server.freshDatabase()),
      options: RedisOptions(leaseTime: .clock))
    try await promise.run(try place.fixture())
  }
}
