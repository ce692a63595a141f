import Testing

@testable import TaskConfiguration
@testable import TasksDaemon

@Suite struct LivenessTests {
  /// A server that hangs is known to be away after the time limit of a command, and must be before the watchdog is let go.
  @Test(arguments: [(1, 30), (15, 30), (30, 45), (45, 60), (600, 60), (Int.max, 60)])
  func aRedisServerThatHangsIsAwayBeforeALoopCountsAsHanging(_ timeout: Int, _ tolerance: Int) throws {
    let redis = BrokerAddress.redis(RedisAddress(endpoint: .socket(path: "/run/redis.sock"), database: 0))
    #expect(Liveness.tolerance(broker: redis, redisTimeout: .seconds(timeout)) == .seconds(tolerance))
    #expect(Liveness.tolerance(broker: .memory, redisTimeout: .seconds(timeout)) == .seconds(30))
  }
}
