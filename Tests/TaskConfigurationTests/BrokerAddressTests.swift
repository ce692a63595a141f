import Testing

@testable import TaskConfiguration

struct BrokerAddressTests {
  private func read(_ url: String) throws(ValueError) -> BrokerAddress {
    try BrokerAddressReader(directory: "/site").read(url)
  }

  @Test(arguments: [
    ("memory://", "memory://"), ("sqlite:////var/x.db", "sqlite:////var/x.db"),
    ("sqlite:///x.db", "sqlite:////site/x.db"), ("sqlite:///../x.db?y=1", "sqlite:////x.db"),
    ("sqlite:///a%20b.db", "sqlite:////site/a b.db"), ("redis://", "redis://localhost:6379/0"),
    ("redis://localhost:6379/3", "redis://localhost:6379/3"), ("REDIS://h", "redis://h:6379/0"),
    ("redis://h/", "redis://h:6379/0"), ("redis://h?db=4", "redis://h:6379/4"),
    ("redis://:p%40ss@localhost:6379/15", "redis://:***@localhost:6379/15"),
    ("redis://u:p@h:1/2", "redis://u:***@h:1/2"), ("redis://u@h", "redis://u@h:6379/0"),
    ("rediss://:p@h/1", "rediss://:***@h:6379/1"), ("redis://[::1]:7000/1", "redis://[::1]:7000/1"),
    ("redis+socket:///run/r.sock?db=3", "redis+socket:///run/r.sock?db=3"),
    ("redis+socket://:p@/run/r.sock?virtual_host=2", "redis+socket://:***@/run/r.sock?db=2"),
    ("sentinel://a:1,b:2/3?service=shop", "sentinel://a:1;b:2/3?master=shop"),
    ("sentinel://a:1;b:2/3?master=shop", "sentinel://a:1;b:2/3?master=shop"),
    ("sentinel://a:1;sentinel://b:2/3?master_name=shop", "sentinel://a:1;b:2/3?master=shop"),
    ("sentinel://:p@a/0", "sentinel://:***@a:26379/0?master=mymaster"),
  ])
  func aURLIsReadAndShownWithoutItsPassword(_ url: String, _ shown: String) throws {
    #expect(try read(url).maskedDescription == shown)
  }

  @Test func userAndPasswordAreDecoded() throws {
    guard case .redis(let address) = try read("redis://us%65r:p%40s/s:x@localhost:6379/15") else {
      Issue.record("no Redis")
      return
    }
    #expect(address.user == "user")
    #expect(address.password == "p@s/s:x")
    #expect(address.database == 15)
    #expect(address.endpoint == .tcp(RedisAddress.Host(name: "localhost", port: 6379), usesTLS: false))
  }

  @Test(arguments: [
    "", "x", "redis:/localhost", "redis://a,b/1", "redis://h:0", "redis://h:65536", "redis://h/x", "redis://h/-1",
    "redis://h/99999999999999999999", "redis://%ff@h", "redis://:%4@h", "redis://[::1", "redis+socket://", "sqlite://",
    "sqlite:///", "sqlite:///%zz", "amqp://h", "db+sqlite:///x", "ftp://h",
  ])
  func anythingElseIsRefused(_ url: String) {
    #expect(throws: ValueError.self) { try read(url) }
  }
}
