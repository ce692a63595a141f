import Testing

@testable import RedisBackend

struct RedisEndpointTests {
  @Test(arguments: [
    (RedisEndpoint(.tcp(.init("localhost")), password: "s3cret", database: 3), "redis://:**@localhost:6379/3"),
    (
      RedisEndpoint(.tcp(.init("::1", port: 7000)), tls: RedisTLS(), user: "me", password: "s3cret"),
      "rediss://me:**@[::1]:7000/0"
    ),
    (
      RedisEndpoint(.unixSocket(path: "/run/redis.sock"), user: "me", database: 2),
      "redis+socket://me@/run/redis.sock?virtual_host=2"
    ),
    (
      RedisEndpoint(
        .sentinel([.init("a", port: 26379), .init("b", port: 26380)], service: "main"), password: "s3cret",
        sentinelPassword: "s3cret"),
      "sentinel://:**@a:26379;sentinel://:**@b:26380/0?master=main"
    ),
  ])
  func aDescriptionTellsNoSecret(endpoint: RedisEndpoint, text: String) {
    #expect(endpoint.maskedDescription == text)
    #expect(!endpoint.maskedDescription.contains("s3cret"))
  }
}
