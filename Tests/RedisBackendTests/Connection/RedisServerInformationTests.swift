import Testing

@testable import RedisBackend

struct RedisServerInformationTests {
  @Test(arguments: [
    ("6.2.0", true), ("6.2.14", true), ("7.0.15", true), ("10.0.0", true), ("7.4", true), ("6.0.16", false),
    ("5.0.14", false), ("6.1.240", false), ("255.255.255", true), ("", true), ("unstable", true), ("7", true),
    ("-1.x", true),
  ])
  func serversFromVersion62OnWillDo(version: String, isGood: Bool) {
    let information = RedisServerInformation(info: "# Server\r\nredis_version:\(version)\r\nredis_mode:standalone\r\n")
    #expect((information.objection == nil) == isGood)
  }

  @Test func aClusterIsRefused() {
    let information = RedisServerInformation(info: "redis_version:7.0.1\r\ncluster_enabled:1\r\n")
    #expect(information.objection?.hasPrefix("Redis Cluster is not supported") == true)
  }

  @Test(arguments: [("noeviction", 0), ("allkeys-lru", 1), ("volatile-ttl", 1)])
  func aServerThatMayEvictIsWarnedOf(policy: String, count: Int) {
    #expect(RedisServerInformation(info: "maxmemory_policy:\(policy)").warnings.count == count)
  }

  @Test(arguments: ["", ":", "::", "redis_version", "a\nb\r\n:c", "cluster_enabled:", "\u{0}"])
  func anythingElseIsNoInformation(text: String) {
    let information = RedisServerInformation(info: text)
    #expect(information.objection == nil)
    #expect(information.warnings.isEmpty)
  }
}
