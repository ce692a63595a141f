import CeleryWire
import TaskModel
import Testing

/// Every message captured from Celery, held against what Python's own readers make of it.
struct CapturedMessageTests {
  static let expected: [(name: String, record: JSONObject)] = {
    guard let all = try? Fixtures.json("messages.json").objectValue else { return [] }
    return all.members.compactMap { name, value in value.objectValue.map { (name, $0) } }
  }()

  @Test func allCapturedFilesAreInTheTable() {
    let files = ["queue", "workflow", "beat"].flatMap { folder in Fixtures.names(folder).map { "\(folder)/\($0)" } }
    let others: Set = ["queue/json-numbers", "queue/pickle"]
    #expect(Set(Self.expected.map(\.name)) == Set(files).subtracting(others))
    #expect(Self.expected.count > 60)
  }

  @Test(arguments: expected.map(\.name))
  func aCapturedMessageIsReadAsPythonReadsIt(name: String) throws {
    let record = try #require(Self.expected.first { $0.name == name }?.record)
    let bytes = try Fixtures.bytes("\(name).json")
    let queue = QueueName(record["queue"]?.stringValue ?? "celery")
    let decoded = try CeleryCodec.decode(bytes, queue: queue).get()
    #expect(JSONValue.object(decoded.message.record) == .object(record))
    let tag = try Fixtures.json("\(name).json")["properties"]?["delivery_tag"]?.stringValue
    #expect(decoded.deliveryTag == tag)
    #expect(decoded.deliveries == 0)
  }

  @Test(arguments: expected.map(\.name))
  func aCapturedMessageWrittenAgainReadsTheSame(name: String) throws {
    let first = try CeleryCodec.decode(Fixtures.bytes("\(name).json"), queue: "celery").get()
    let bytes = CeleryCodec.encode(first.message, deliveryTag: "new")
    let second = try CeleryCodec.decode(bytes, queue: "celery").get()
    #expect(second.message == first.message)
    #expect(second.deliveryTag == "new")
  }

  /// Messages that clients have just sent: every byte but the ids of the sending is the same.
  @Test(arguments: ["delay", "empty-args", "unicode", "task-id-shadow-limits", "custom-headers", "eta-utc", "link"])
  func aCapturedMessageIsWrittenByteForByteAsCeleryDid(name: String) throws {
    let bytes = try Fixtures.bytes("queue/\(name).json")
    let decoded = try CeleryCodec.decode(bytes, queue: "celery").get()
    let written = CeleryCodec.encode(decoded.message, deliveryTag: decoded.deliveryTag)
    #expect(String(decoding: written, as: UTF8.self) == String(decoding: bytes, as: UTF8.self))
  }

  @Test func numbersThatJSONDoesNotHaveAreRead() throws {
    let bytes = try Fixtures.bytes("queue/json-numbers.json")
    let message = try CeleryCodec.decode(bytes, queue: "celery").get().message
    let numbers = message.arguments.keywords
    #expect(numbers["inf"] == .double(.infinity))
    #expect(numbers["ninf"] == .double(-.infinity))
    #expect(numbers["nan"]?.doubleValue?.isNaN == true)
    #expect(numbers["big"] == .bigInteger("1180591620717411303424"))
    #expect(numbers["exp"] == .double(1e300))
    #expect(numbers["zero"]?.doubleValue?.sign == .minus)
    let written = CeleryCodec.encode(message, deliveryTag: "072b4a75-4a27-4b82-b725-59d09c6c1a54")
    #expect(String(decoding: written, as: UTF8.self) == String(decoding: bytes, as: UTF8.self))
  }

  @Test func whatIsPickledIsNeverRead() throws {
    let outcome = CeleryCodec.decode(try Fixtures.bytes("queue/pickle.json"), queue: "celery")
    #expect(throws: UnreadableReason.self) { try outcome.get() }
    #expect("\(outcome)".contains("pickle, which is never read"))
  }
}
