import TaskModel
import Testing

@testable import CeleryWire

@Suite("Control requests") struct RemoteRequestTests {
  @Test("every captured request is read as its sender meant it", arguments: RemoteFixtures.requests)
  func everyCapturedRequestIsRead(_ name: String) throws {
    let fixture = try RemoteFixtures.request(name)
    let envelope = try #require(fixture["request_envelope"])
    let body = try #require(fixture["request_body"])
    let request = try RemoteRequest(decoding: envelope.jsonBytes)
    #expect(request.method == body["method"]?.stringValue)
    #expect(request.arguments == body["arguments"]?.objectValue)
    #expect(request.ticket == body["ticket"]?.stringValue)
    #expect(request.replyTo?.exchange == body["reply_to"]?["exchange"]?.stringValue)
    #expect(request.replyTo?.routingKey == body["reply_to"]?["routing_key"]?.stringValue)
    #expect(request.clock == envelope["headers"]?["clock"]?.integerValue)
    let acts =
      !(body["destination"]?.arrayValue?.contains("nobody@nowhere") ?? false) && name != "ping-other-destination"
    let asksFirst = body["destination"]?.arrayValue?.contains("w1@worker.example") ?? true
    #expect(request.isAddressed(to: "w1@worker.example") == (acts && asksFirst))
  }

  @Test func aReplyIsWhatAWorkerWouldHaveSent() throws {
    for name in RemoteFixtures.requests {
      let fixture = try RemoteFixtures.request(name)
      guard let captured = fixture["reply_envelope"]?.objectValue,
        let value = fixture["reply_body"]?["w1@worker.example"]
      else { continue }
      let request = try RemoteRequest(decoding: try #require(fixture["request_envelope"]).jsonBytes)
      let bytes = RemoteReply.encode(
        value, from: "w1@worker.example", to: try #require(request.replyTo), ticket: request.ticket,
        clock: try #require(captured["headers"]?["clock"]?.integerValue),
        tag: try #require(captured["properties"]?["delivery_tag"]?.stringValue))
      let reply = try #require(try JSONParser.parse(bytes).objectValue)
      #expect(reply == captured, "\(name)")
      #expect(reply.keys == captured.keys, "\(name)")
    }
  }

  /// body, what is said about it
  static let broken: [(String, String)] = [
    ("[1]", "an array"), ("null", "null"), (#""ping""#, "a string"), ("{}", "no method"),
    (#"{"method": ""}"#, "no method"),
    (#"{"method": 3}"#, "no method"), (#"{"method": "ping", "arguments": [1]}"#, "arguments"),
    (#"{"method": "ping", "destination": 3}"#, "destination"),
    (#"{"method": "ping", "destination": {"a": 1}}"#, "destination"),
    (#"{"method": "ping", "pattern": "a", "matcher": "regex"}"#, "glob and pcre"),
    (#"{"method": "ping", "pattern": 1, "matcher": "glob"}"#, "not texts"),
    (#"{"method": "ping", "pattern": "a(", "matcher": "pcre"}"#, "broken"),
    (#"{"method": "ping", "pattern": "[", "matcher": "pcre"}"#, "broken"),
    (#"{"method": "ping", "reply_to": "x"}"#, "reply_to"),
    (#"{"method": "ping", "reply_to": {"exchange": "x"}}"#, "reply_to"),
    (#"{"method": "ping", "reply_to": {"exchange": 1, "routing_key": "x"}}"#, "reply_to"), ("{", "not JSON"),
    ("", "not JSON"),
  ]

  @Test("a broken body is refused with what is wrong", arguments: broken)
  func aBrokenBodyIsRefused(_ body: String, _ reason: String) throws {
    for envelope in [plain(body), encoded(body)] {
      let error = #expect(throws: RemoteRequestError.self) { try RemoteRequest(decoding: envelope) }
      #expect(error?.description.contains(reason) == true, "\(error?.description ?? "")")
    }
  }

  static let brokenEnvelopes: [(String, String)] = [
    ("", "not JSON"), ("{", "not JSON"), ("[]", "not an object"), ("{}", "no body"), (#"{"body": 3}"#, "no body"),
    (#"{"body": "e30", "properties": {"body_encoding": "base64"}}"#, "not base64"),
    (#"{"body": "!", "properties": {"body_encoding": "base64"}}"#, "not base64"),
    (#"{"body": "e30=", "properties": {"body_encoding": "rot13"}}"#, "rot13"),
    (#"{"body": "e30=", "content-type": "application/x-python-serialize"}"#, "application/x-python-serialize"),
  ]

  @Test("a broken envelope is refused with what is wrong", arguments: brokenEnvelopes)
  func aBrokenEnvelopeIsRefused(_ envelope: String, _ reason: String) {
    let error = #expect(throws: RemoteRequestError.self) { try RemoteRequest(decoding: Array(envelope.utf8)) }
    #expect(error?.description.contains(reason) == true, "\(error?.description ?? "")")
  }

  @Test func whatPythonTakesForNothingIsAbsent() throws {
    let request = try RemoteRequest(
      decoding: plain(
        #"{"method": "ping", "arguments": null, "destination": [], "pattern": "", "matcher": "glob", "reply_to": {}, "more": 1}"#
      ))
    #expect(request == RemoteRequest(method: "ping"))
  }

  @Test func aRequestThatIsWrittenReadsTheSame() throws {
    for audience in [RemoteRequest.Audience.everyone, .nodes(["a@x", "b@x"])] {
      let request = RemoteRequest(method: "revoke", arguments: ["task_id": ["a"]], audience: audience, clock: 7)
      #expect(try RemoteRequest(decoding: request.encode(controlExchange: "celery", tag: "t")) == request)
    }
  }

  @Test func aRequestIsWrittenAsAClientWritesIt() throws {
    let fixture = try RemoteFixtures.request("no-reply-wanted")
    let captured = try #require(fixture["request_envelope"]?.objectValue)
    var request = try RemoteRequest(decoding: JSONValue.object(captured).jsonBytes)
    request.clock = 3
    let bytes = request.encode(
      controlExchange: "celery", tag: try #require(captured["properties"]?["delivery_tag"]?.stringValue))
    let written = try #require(try JSONParser.parse(bytes).objectValue)
    #expect(written["properties"] == captured["properties"])
    #expect(Set(written.keys) == Set(captured.keys))
    #expect(Set(written["headers"]?.objectValue?.keys ?? []) == Set(captured["headers"]?.objectValue?.keys ?? []))
    let (_, body) = try RemoteEnvelope.decode(bytes)
    #expect(body == fixture["request_body"])
  }

  @Test func aNamedNodeCountsBeforeAPattern() throws {
    let request = try RemoteRequest(
      decoding: plain(#"{"method": "ping", "destination": ["a@x"], "pattern": "*", "matcher": "glob"}"#))
    #expect(request.isAddressed(to: "a@x"))
    #expect(!request.isAddressed(to: "b@x"))
  }

  @Test func anyBytesAreARequestOrAnError() {
    var generator = SeededGenerator(seed: 7)
    let start = plain(#"{"method": "revoke", "arguments": {"task_id": ["a"]}, "destination": ["a@x"], "ticket": "t"}"#)
    for _ in 0..<3000 {
      var bytes = start
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        let place = Int.random(in: 0..<bytes.count, using: &generator)
        switch Int.random(in: 0..<3, using: &generator) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &generator)
        case 1: bytes.remove(at: place)
        default: bytes.insert(UInt8.random(in: 0x20...0x7E, using: &generator), at: place)
        }
      }
      _ = try? RemoteRequest(decoding: bytes)
    }
  }

  private func plain(_ body: String) -> [UInt8] {
    JSONValue.object(["body": .string(body), "headers": [:], "properties": [:]]).jsonBytes
  }

  private func encoded(_ body: String) -> [UInt8] {
    var letters: [UInt8] = []
    Array(body.utf8).withUnsafeBufferPointer { Base64.encode($0, appendingTo: &letters) }
    return JSONValue.object([
      "body": .string(String(decoding: letters, as: UTF8.self)), "properties": ["body_encoding": "base64"],
    ]).jsonBytes
  }
}
