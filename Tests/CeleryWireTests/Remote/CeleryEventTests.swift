import TaskModel
import Testing

@testable import CeleryWire

@Suite("Events") struct CeleryEventTests {
  private let source = EventSource(node: "w1@worker.example", processID: 19575, utcOffset: 0)
  private let now = Timestamp(seconds: 1795351374.25)
  private let software = CeleryEvent.Software(identity: "py-celery", version: "5.7.0", system: "Linux")

  private var message: TaskMessage {
    TaskMessage(id: "9095340e", task: "demo.add", arguments: TaskArguments([2, 3]))
  }

  /// Each event beside the captured one of its type: the same members, of the same kinds.
  @Test func eachEventHasTheMembersOfACapturedOne() throws {
    let failure = TaskFailure(
      type: "ValueError", message: "bad", details: "Traceback…", arguments: ["bad value", 42])
    var later = message
    later.eta = now
    later.parentID = "p"
    let heartbeat = CeleryEvent.worker(
      .heartbeat, interval: .seconds(2), active: 0, processed: 3, load: [1.06, 1.99, 1.45], software: software, at: now)
    let pairs: [(CeleryEvent, String)] = [
      (.received(message, at: now), "task-received"), (.received(later, at: now), "task-received-eta"),
      (.started(message, at: now), "task-started"),
      (.succeeded(message, result: 5, runtime: .milliseconds(5), at: now), "task-succeeded"),
      (.failed(message, failure, at: now), "task-failed"),
      (
        .failed(message, TaskFailure(type: "NotRegistered", message: "demo.not_here"), at: now),
        "task-failed-unknown-task"
      ),
      (.retried(message, failure, at: now), "task-retried"),
      (.revoked(message, isExpired: false, signal: nil, at: now), "task-revoked"),
      (.revoked(message, isExpired: true, signal: nil, at: now), "task-revoked-expired"),
      (.revoked(message, isExpired: false, signal: 15, at: now), "task-revoked-terminated"),
      (.rejected(message, isRequeued: true, at: now), "task-rejected-requeue"), (heartbeat, "worker-heartbeat"),
      (.requestedHeartbeat(software: software, at: now), "worker-heartbeat-on-request"),
    ]
    for (event, name) in pairs {
      let captured = try #require(try RemoteFixtures.event(name)["event"]?.objectValue)
      let envelope = EventEnvelope([event], from: source, firstClock: 4, tag: "t")
      let (headers, body) = try RemoteEnvelope.decode(envelope.bytes)
      let object = try #require(body.objectValue)
      #expect(headers == ["hostname": "w1@worker.example"], "\(name)")
      #expect(Set(object.keys) == Set(captured.keys), "\(name)")
      for (key, value) in captured {
        #expect(object[key]?.kind == value.kind || numbers(object[key], value), "\(name): \(key)")
      }
      #expect(object["type"] == captured["type"], "\(name)")
      #expect(envelope.routingKey == event.type.replacing("-", with: "."))
    }
  }

  private func numbers(_ one: JSONValue?, _ other: JSONValue) -> Bool {
    one?.doubleValue != nil && other.doubleValue != nil
  }

  @Test func textsAreAsPythonShowsThem() {
    let event = CeleryEvent.received(message, at: now)
    #expect(event.fields["args"] == "(2, 3)")
    #expect(event.fields["kwargs"] == "{}")
    #expect(event.fields["root_id"] == "9095340e")
    let failure = TaskFailure(type: "ValueError", message: "bad", arguments: ["bad value", 42])
    #expect(CeleryEvent.failed(message, failure, at: now).fields["exception"] == "ValueError('bad value', 42)")
    #expect(CeleryEvent.failed(message, failure, at: now).fields["traceback"] == nil)
  }

  @Test func severalGoTogetherEachWithItsClock() throws {
    let envelope = EventEnvelope(
      [.started(message, at: now), .succeeded(message, result: nil, runtime: nil, at: now)], from: source,
      firstClock: 7,
      tag: "t")
    #expect(envelope.routingKey == "task.multi")
    let (_, body) = try RemoteEnvelope.decode(envelope.bytes)
    let events = try #require(body.arrayValue)
    #expect(events.map { $0["clock"] } == [7, 8])
    #expect(events.map { $0["type"] } == ["task-started", "task-succeeded"])
    #expect(events.allSatisfy { $0["timestamp"]?.doubleValue == 1795351374.25 })
    #expect(events.allSatisfy { $0["pid"] == 19575 })
  }

  @Test func theEnvelopeIsThatOfACapturedOne() throws {
    let captured = try #require(try RemoteFixtures.event("task-succeeded")["envelope"]?.objectValue)
    let envelope = EventEnvelope(
      [.started(message, at: now), .started(message, at: now)], from: source, firstClock: 1,
      tag: try #require(captured["properties"]?["delivery_tag"]?.stringValue))
    var object = try #require(try JSONParser.parse(envelope.bytes).objectValue)
    object["body"] = captured["body"]
    #expect(object == captured)
  }
}
