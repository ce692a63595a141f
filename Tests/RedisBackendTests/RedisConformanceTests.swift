import RedisBackend
import RedisTesting
import TaskModel
import TasksTesting
import Testing

struct RedisConformanceTests {
  /// Every look from outside is another backend on the same database, as another process would have.
  @Test(arguments: BackendConformance.cases)
  func redisKeepsThePromise(_ promise: ConformanceCase) async throws {
    let place = try await Place.shared()
    try await promise.run(place.fixture())
  }
}
