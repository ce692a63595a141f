import RedisTesting
import TaskModel
import TasksTesting
import Testing

@testable import RedisBackend

struct RedisConformanceTests {
  /// Every look from outside is another backend on the same database, as another process would have.
  @Test(arguments: BackendConformance.cases)
  func redisKeepsThePromise(_ promise: ConformanceCase) async throws {
    try await promise.run(try await Place.fresh().fixture())
  }

  /// With a prefix for each kind of key, and the results in a database of their own.
  @Test(arguments: BackendConformance.cases)
  func redisKeepsThePromiseWithEverythingElsewhere(_ promise: ConformanceCase) async throws {
    var place = try await Place.fresh()
    place.options = RedisOptions(
      keyPrefix: "shop:*[\\", resultKeyPrefix: "shop", results: .database(place.server.freshDatabase()),
      leaseTime: .clock)
    try await promise.run(try place.fixture())
  }

  /// As the other, with the results on another server: in truth another database, reached by connections of its own.
  @Test(arguments: BackendConformance.cases)
  func redisKeepsThePromiseWithResultsOnAnotherServer(_ promise: ConformanceCase) async throws {
    var place = try await Place.fresh()
    let results = RedisEndpoint(place.server, database: place.server.freshDatabase())
    place.options = RedisOptions(results: .server(results), leaseTime: .clock)
    try await promise.run(try place.fixture())
  }
}
