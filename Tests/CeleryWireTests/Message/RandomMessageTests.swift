import CeleryWire
import TaskModel
import Testing

/// Properties that hold for every message and every sequence of bytes.
struct RandomMessageTests {
  @Test(arguments: 0..<20)
  func aMessageWrittenAndReadIsTheSame(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<20 {
      let message = RandomValues.message(using: &random)
      let bytes = CeleryCodec.encode(message, deliveryTag: "tag", now: .epoch)
      let decoded = try CeleryCodec.decode(bytes, queue: message.queue).get()
      #expect(decoded.message == message)
      #expect(bytes.allSatisfy { $0 < 0x80 })
    }
  }

  @Test(arguments: RedeliveryTests.files)
  func spoiledMessagesNeverTrap(file: String) throws {
    var random = SeededGenerator(seed: 7)
    let bytes = try Fixtures.bytes("\(file).json")
    for _ in 0..<15 {
      let spoiled = RandomValues.spoiled(bytes, using: &random)
      _ = CeleryCodec.decode(spoiled, queue: "celery")
      if let marked = CeleryCodec.redelivered(spoiled, deliveries: 1) {
        _ = CeleryCodec.decode(marked, queue: "celery")
      }
    }
    for length in stride(from: 0, to: bytes.count, by: 97) {
      #expect(throws: UnreadableReason.self) {
        try CeleryCodec.decode(Array(bytes[..<length]), queue: "celery").get()
      }
    }
  }

  /// The body is where the parser proper works: spoil it behind the base64.
  @Test func spoiledBodiesNeverTrap() {
    var random = SeededGenerator(seed: 11)
    let body =
      #"[[1, -2.5e3, "ä\u00e4\\", {"__type__": "uuid", "__value__": {"hex": "0"}}], {"k": [null, true]}, {"chain": []}]"#
    for _ in 0..<2000 {
      let spoiled = RandomValues.spoiled(Array(body.utf8), using: &random)
      let envelope = Envelope { $0.encode(String(decoding: spoiled, as: UTF8.self)) }
      _ = CeleryCodec.decode(Array(envelope.text.utf8), queue: "celery")
    }
  }

  @Test func randomBytesNeverTrap() {
    var random = SeededGenerator(seed: 3)
    for _ in 0..<2000 {
      let bytes = (0..<Int.random(in: 0..<64, using: &random)).map { _ in
        UInt8.random(in: .min ... .max, using: &random)
      }
      #expect(throws: UnreadableReason.self) { try CeleryCodec.decode(bytes, queue: "celery").get() }
      #expect(throws: UnreadableReason.self) { try CeleryResult.decode(bytes) }
      #expect(throws: UnreadableReason.self) { try CeleryChord.decodeMember(bytes) }
    }
  }

  @Test func timesOutsidePythonsCalendarAreWrittenAsItsEnds() throws {
    let message = TaskMessage(id: "1", task: "t", eta: .distantFuture, expires: .distantPast)
    let text = String(decoding: CeleryCodec.encode(message, deliveryTag: "tag"), as: UTF8.self)
    #expect(text.contains(#""eta": "9999-12-31T23:59:59.999999+00:00", "expires": "0001-01-01T00:00:00+00:00""#))
  }

  @Test func aMessageThatExpiresSaysHowLongItIsGood() {
    let message = TaskMessage(id: "1", task: "t", expires: Timestamp(seconds: 100))
    let bytes = CeleryCodec.encode(message, deliveryTag: "tag", now: Timestamp(seconds: 98.5))
    #expect(String(decoding: bytes, as: UTF8.self).contains(#""expiration": "1500", "delivery_info""#))
  }

  @Test func headersOfAMessageCannotPassForTheWiresOwn() throws {
    let headers: JSONObject = ["id": "other", "tasksd_deliveries": 9, "compression": "application/x-gzip", "x": 1]
    let message = TaskMessage(
      id: "1", task: "t", headers: headers, properties: ["delivery_tag": "other", "priority": 9])
    let decoded = try CeleryCodec.decode(CeleryCodec.encode(message, deliveryTag: "tag"), queue: "celery").get()
    #expect(decoded.message == TaskMessage(id: "1", task: "t", headers: ["x": 1]))
    #expect(decoded.deliveryTag == "tag")
    #expect(decoded.deliveries == 0)
  }
}
