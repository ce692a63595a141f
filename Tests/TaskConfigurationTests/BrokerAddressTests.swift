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
    #expect(address.endpoint == .tcp(RedisAddress.Host(name: "localhost", port: 6379)))
  }

  @Test(arguments: [
    ("rediss://h", "rediss://h:6379/0"), ("rediss://h?ssl_cert_reqs=required", "rediss://h:6379/0"),
    ("rediss://h?ssl_cert_reqs=CERT_OPTIONAL&db=2", "rediss://h:6379/2"),
    ("rediss://h?ssl_cert_reqs=none", "rediss://h:6379/0?ssl_cert_reqs=none"),
    ("rediss://h?ssl_cert_reqs=CERT_NONE&ssl_check_hostname=no", "rediss://h:6379/0?ssl_cert_reqs=none"),
    ("rediss://h?ssl_check_hostname=False", "rediss://h:6379/0?ssl_check_hostname=false"),
    (
      "rediss://:p@h/1?ssl_ca_certs=%2Fetc%2Fca.pem&ssl_certfile=a.pem&ssl_keyfile=../b.pem",
      "rediss://:***@h:6379/1?ssl_ca_certs=/etc/ca.pem&ssl_certfile=/site/a.pem&ssl_keyfile=/b.pem"
    ),
    ("sentinel://a/3?master=shop&ssl=false", "sentinel://a:26379/3?master=shop"),
    (
      "sentinel://a/3?master=shop&ssl=true&ssl_ca_certs=/ca.pem",
      "sentinel://a:26379/3?master=shop&ssl=true&ssl_ca_certs=/ca.pem"
    ),
  ])
  func whatTheURLSaysOfTLSIsRead(_ url: String, _ shown: String) throws {
    #expect(try read(url).maskedDescription == shown)
  }

  @Test(arguments: [
    ("rediss://h?ssl_cert_reqs=maybe", "write required, or none"), ("rediss://h?ssl_cert_reqs=", "write required"),
    ("rediss://h?ssl_ca_cert=/x", "ssl_ca_certs"), ("rediss://h?ssl_password=s3cret", "ssl_keyfile"),
    ("rediss://h?ssl_ca_certs=", "write ssl_ca_certs=PATH"), ("rediss://h?ssl_keyfile=/x", "add ssl_certfile=PATH"),
    ("rediss://h?ssl_check_hostname=perhaps", "write true or false"),
    ("rediss://h?ssl_cert_reqs=none&ssl_check_hostname=true", "leave one of them out"),
    ("redis://h?ssl_ca_certs=/x", "write rediss://"), ("redis://h?ssl_cert_req=none", "ssl_cert_reqs"),
    ("sentinel://a?ssl_ca_certs=/x", "write ssl=true beside it"), ("sentinel://a?ssl=maybe", "write true or false"),
    ("redis+socket:///run/r.sock?ssl_ca_certs=/x", "leave it out"),
  ])
  func whatWouldLeaveTheConnectionLessSafeIsRefused(_ url: String, _ hint: String) throws {
    let error = try #require(throws: ValueError.self) { try read(url) }
    #expect(error.hint?.contains(hint) == true)
    #expect(!error.description.contains("s3cret"))
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
