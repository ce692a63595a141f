import CeleryWire
import RedisTesting
import TaskModel
import TasksTesting
import Testing

@testable import RedisBackend

/// What a Celery worker took and dropped.
struct DroppedByOthersTests {
  @Test func whatNobodyTouchedForTheVisibilityTimeoutGoesToTheFrontOfItsListMarked() async throws {
    let place = try await Place.fresh()
    let raw = try place.raw()
    let backend = try place.open()
    try await raw.hold("old", Self.envelope("1", priority: 4), since: place.clock.now - .seconds(3601))
    try await raw.hold("older", Self.envelope("2", priority: 4), since: place.clock.now - .seconds(3700))
    try await raw.hold("young", Self.envelope("3"), since: place.clock.now - .seconds(3500))
    try await raw.run("LPUSH", "celery\u{06}\u{16}3", "{}")
    #expect(try await backend.restoreAbandoned(by: .web) == 2)
    let list = try await raw.texts("LRANGE", "celery\u{06}\u{16}3", "0", "-1")
    #expect(list.count == 3)
    #expect(list.dropFirst().map { $0.contains("\"h\": 1") } == [true, true])
    let first = try JSONParser.parse(list[2])
    #expect(first["headers"]?["redelivered"] == true)
    #expect(first["headers"]?["n"] == "2")
    #expect(first["properties"]?["delivery_info"]?["redelivered"] == true)
    #expect(first["properties"]?["delivery_tag"] == "2")
    #expect(try await raw.texts("HKEYS", "unacked") == ["young"])
    #expect(try await raw.run("EXISTS", "unacked_mutex").integer == 0)
  }

  @Test func whileAnotherRestoresWeDoNot() async throws {
    let place = try await Place.fresh()
    let raw = try place.raw()
    try await raw.hold("old", Self.envelope("1"), since: place.clock.now - .seconds(3601))
    try await raw.run("SET", "unacked_mutex", "somebody")
    #expect(try await place.open().restoreAbandoned(by: .web) == 0)
    #expect(try await raw.run("GET", "unacked_mutex").text == "somebody")
  }

  @Test func theQueueIsFoundInTheTableOfItsExchangeAndIsTheRoutingKeyWhereNoneIs() async throws {
    let place = try await Place.fresh()
    let raw = try place.raw()
    let old = place.clock.now - .seconds(4000)
    let separator = "\u{06}\u{16}"
    try await raw.run("SADD", "_kombu.binding.newsx", "news.#\(separator)^news\\..*?$\(separator)papers")
    try await raw.hold("topic", Self.envelope("1"), exchange: "newsx", routingKey: "news.eu.de", since: old)
    try await raw.hold("unbound", Self.envelope("2"), exchange: "gone", routingKey: "left over", since: old)
    #expect(try await place.open().restoreAbandoned(by: .web) == 2)
    #expect(try await raw.run("LLEN", "papers").integer == 1)
    #expect(try await raw.run("LLEN", "left over").integer == 1)
  }

  /// Held for long, and kept young.
  @Test func whatALivingNodeHoldsNeverLooksDropped() async throws {
    let place = try await Place.fresh()
    let backend = try place.open()
    try await backend.renewLease(of: .web, for: .seconds(30))
    try await backend.enqueue([.sample("a"), .sample("b")])
    let claimed = try await backend.claimAll()
    _ = try await backend.acknowledge([claimed[0]])
    place.clock.advance(by: .seconds(3000))
    try await backend.renewLease(of: .web, for: .seconds(30))
    let tag = claimed[1].receipt.rawValue
    let raw = try place.raw()
    let score = try await raw.run("ZSCORE", "unacked_index", tag).text.flatMap { Double($0) }
    #expect(score == place.clock.now.seconds)
    #expect(try await raw.run("ZCARD", "unacked_index").integer == 1)
    place.clock.advance(by: .seconds(3601))
    try await backend.renewLease(of: .web, for: .seconds(30))
    #expect(try await place.open().restoreAbandoned(by: .batch) == 0)
    #expect(try await backend.acknowledge([claimed[1]]) == [])
  }

  @Test func aCeleryWorkersMessageIsLocatedAndCounted() async throws {
    let place = try await Place.fresh()
    let backend = try place.open()
    let envelope = CeleryCodec.encode(.sample("theirs"), deliveryTag: "d")
    try await place.raw().hold("d", String(decoding: envelope, as: UTF8.self), since: place.clock.now)
    #expect(try await backend.locate(["theirs"]).map(\.place) == [.inFlight])
    #expect(try await backend.locate(["theirs"]).map(\.node) == [nil])
    #expect(try await backend.queueStatistics(of: []).map(\.inFlight) == [1])
    #expect(try await backend.purge(nil) == PurgeCount())
  }

  private static func envelope(_ number: String, priority: Int = 0) -> String {
    """
    {"body": "eyJuIjogMX0=", "content-encoding": "utf-8", "content-type": "application/json", "headers": {"h": 1, \
    "n": "\(number)"}, "properties": {"delivery_mode": 2, "delivery_info": {"exchange": "", "routing_key": "celery"}, \
    "priority": \(priority), "body_encoding": "base64", "delivery_tag": "\(number)"}}
    """
  }
}

extension RawRedis {
  /// As kombu does it.
  fileprivate func hold(
    _ tag: String, _ envelope: String, exchange: String = "", routingKey: String = "celery", since: Timestamp
  ) async throws {
    try await run("HSET", "unacked", tag, "[\(envelope), \"\(exchange)\", \"\(routingKey)\"]")
    try await run("ZADD", "unacked_index", String(since.seconds), tag)
  }
}
