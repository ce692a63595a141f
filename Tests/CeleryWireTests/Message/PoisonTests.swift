import CeleryWire
import TaskModel
import Testing

/// What is no message is told from one, with a reason that names the field and what would be right.
struct PoisonTests {
  static let reasons: [(file: String, reason: String)] = [
    ("body-args-not-a-list", "args is a number (5); it must be an array"),
    ("body-bad-base64-padding", "body is not base64 with padding"),
    ("body-base64-of-nothing", "body is empty"),
    ("body-empty-string", "body is empty"),
    ("body-json-null", "the body is null, not an array [args, kwargs, embed]"),
    ("body-json-number", "the body is a number, not an array [args, kwargs, embed]"),
    ("body-json-object-without-args", "args is missing; it must be an array"),
    ("body-json-two-elements", "the body is an array of 2, not of the three [args, kwargs, embed]"),
    ("body-kwargs-not-an-object", "kwargs is an array ([2]); it must be an object"),
    ("body-missing", "body is missing; it must be a string of base64"),
    ("body-not-json", "the body is not JSON: a member's name in quotes is missing at byte 1"),
    ("body-not-utf8", "the body is not UTF-8"),
    ("body-unknown-type-marker", "args[0]: __type__ 'nope' is unknown"),
    ("compression-unknown", "compression 'application/x-unknown' is not known here"),
    ("compression-wrong-data", "compressed as application/x-gzip, but the data is damaged or of another format"),
    (
      "content-type-pickle",
      "'application/x-python-serialize' (pickle, which is never read); it must be application/json"
    ),
    ("content-type-unknown", "content-type is 'text/x-unknown'; it must be application/json"),
    ("delivery-info-missing", "property delivery_info is missing; it must be an object"),
    ("delivery-tag-missing", "property delivery_tag is missing; it must be a string"),
    ("eta-not-a-date", "header eta is a string (\"tomorrow\"); it must be a time of ISO 8601"),
    ("eta-number", "header eta is a number (12); it must be a time of ISO 8601"),
    ("expires-not-a-date", "header expires is a string (\"tomorrow\"); it must be a time of ISO 8601"),
    ("headers-empty", "header task is missing; it must be a string"),
    ("headers-null", "header task is missing; it must be a string"),
    ("id-missing", "header id is missing; it must be a string"),
    ("id-number", "header id is a number (5); it must be a string"),
    ("json-but-a-list", "the envelope is an array, not an object with body, headers and properties"),
    ("not-json", "the envelope is not JSON: a value is missing at byte 0"),
    ("properties-missing", "properties is missing; it must be an object with delivery_tag and delivery_info"),
    ("retries-a-string", "header retries is a string (\"x\"); it must be a whole number, 0 or more"),
    ("task-a-list", "header task is an array ([\"demo.add\"]); it must be a string"),
    ("task-null", "header task is null (null); it must be a string"),
    (
      "timelimit-not-numbers",
      "header timelimit is an array ([\"a\", \"b\"]); it must be an array [hard, soft] of seconds"
    ),
  ]

  static let readable = ["body-embed-null", "minimal-headers", "unknown-extra-fields"]

  @Test func everyVariantIsInTheTable() {
    #expect(Set(Fixtures.names("poison")) == Set(Self.reasons.map(\.file) + Self.readable))
  }

  @Test(arguments: reasons)
  func aMalformedMessageIsDataWithAReason(file: String, reason: String) throws {
    let outcome = CeleryCodec.decode(try Fixtures.bytes("poison/\(file).json"), queue: "celery")
    let error = #expect(throws: UnreadableReason.self) { try outcome.get() }
    #expect(error?.description.contains(reason) == true, "\(error?.description ?? "read")")
  }

  @Test(arguments: readable)
  func whatCeleryRunsIsRead(file: String) throws {
    let decoded = try CeleryCodec.decode(Fixtures.bytes("poison/\(file).json"), queue: "celery").get()
    #expect(decoded.message.task == "demo.add")
    #expect(decoded.message.arguments == TaskArguments([1, 2]))
    #expect(decoded.message.embed.isEmpty)
    #expect(decoded.message.rootID == nil)
  }

  @Test func unknownHeadersAreKept() throws {
    let decoded = try CeleryCodec.decode(Fixtures.bytes("poison/unknown-extra-fields.json"), queue: "celery").get()
    #expect(decoded.message.headers == ["x_new": "1", "headers2": nil])
  }

  // MARK: - Beyond what was captured

  static let more: [(change: Envelope, reason: String)] = [
    (Envelope { $0.text = "" }, "the envelope is not JSON"),
    (Envelope { $0.text = "{}" }, "properties is missing"),
    (Envelope { $0.text = "null" }, "the envelope is null"),
    (Envelope { $0.text = "\"x\"" }, "the envelope is a string"),
    (Envelope { $0.text = "{\"body\": \"\u{1}\"}" }, "a control character in a string"),
    (Envelope { $0.text = String(repeating: "[", count: 100_000) }, "nested deeper than 256 levels"),
    (Envelope { $0.text = "{\"a\": " + String(repeating: "[", count: 300) }, "nested deeper than 256 levels"),
    (Envelope { $0.text += "x" }, "text after the value"),
    (Envelope { $0.text += $0.text }, "text after the value"),
    (Envelope { $0.text.removeLast() }, "',' or the closing bracket is missing"),
    (Envelope { $0.headers = "[]" }, "headers is an array, not an object"),
    (Envelope { $0.headers = "\"x\"" }, "headers is a string, not an object"),
    (Envelope { $0.properties = "[]" }, "properties is an array, not an object"),
    (Envelope { $0.properties = "null" }, "properties is missing"),
    (
      Envelope { $0.properties = #"{"delivery_tag": 5, "delivery_info": {}}"# }, "property delivery_tag is a number (5)"
    ),
    (Envelope { $0.properties = #"{"delivery_tag": "t", "delivery_info": null}"# }, "property delivery_info is null"),
    (
      Envelope { $0.properties = #"{"delivery_tag": "t", "delivery_info": {}, "body_encoding": "rot13"}"# },
      "property body_encoding is a string (\"rot13\"); it must be base64, utf-8 or null"
    ),
    (Envelope { $0.contentType = "null" }, "content-type is null"),
    (Envelope { $0.contentType = "\"application/x-yaml\"" }, "'application/x-yaml' (YAML)"),
    (Envelope { $0.contentType = "\"application/x-msgpack\"" }, "'application/x-msgpack' (MessagePack)"),
    (Envelope { $0.contentType = "\"text/plain\"" }, "content-type is 'text/plain'"),
    (Envelope { $0.contentType = "\"application/data\"" }, "'application/data' (raw or signed data)"),
    (Envelope { $0.body = "5" }, "body is a number (5); it must be a string"),
    (Envelope { $0.body = "\"W1tdLCB7fSwge31*\"" }, "body is not base64"),
    (Envelope { $0.body = "\"W1tdLCB7fSwge31d=\"" }, "body is not base64"),
    (Envelope { $0.body = "\"W1td=LCB\"" }, "body is not base64"),
    (Envelope { $0.encode("[[], {}, {}, {}]") }, "the body is an array of 4, not of the three"),
    (Envelope { $0.encode("[[], {}, []]") }, "embed is an array ([]); it must be an object or null"),
    (Envelope { $0.encode("[[], {}, {}] ]") }, "the body is not JSON: text after the value"),
    (Envelope { $0.encode("[null, {}, {}]") }, "args is null (null); it must be an array"),
    (Envelope { $0.encode("[[], null, {}]") }, "kwargs is null (null); it must be an object"),
    (Envelope { $0.encode("[[1e999], {}, {}]") }, "args: a number beyond the range"),
    (Envelope { $0.encode("[[\"\\ud800\"], {}, {}]") }, "args: half of a surrogate pair"),
    (
      Envelope { $0.encode("[[], {\"when\": {\"__type__\": \"datetime\", \"__value__\": \"soon\"}}, {}]") },
      "kwargs.when: \"soon\" is no __value__ of a datetime"
    ),
    (
      Envelope { $0.encode("[[[{\"__type__\": \"uuid\", \"__value__\": \"x\"}]], {}, {}]") },
      "args[0][0]: \"x\" is no __value__ of a uuid"
    ),
    (
      Envelope { $0.encode("[[{\"__type__\": \"base64\", \"__value__\": \"x\"}], {}, {}]") }, "no __value__ of a base64"
    ),
    (
      Envelope { $0.encode("[[{\"__type__\": 1, \"__value__\": \"x\"}], {}, {}]") },
      "args[0]: __type__ is a whole number"
    ),
    (Envelope { $0.encode("[[{\"__type__\": \"decimal\", \"__value__\": 1}], {}, {}]") }, "no __value__ of a decimal"),
    (
      Envelope { $0.encode("[[], {}, {\"chord\": {\"__type__\": \"x\", \"__value__\": 1}}]") },
      "embed.chord: __type__ 'x' is unknown"
    ),
    (Envelope { $0.set("id", "null") }, "header id is null"),
    (Envelope { $0.set("id", "\"\\ud83d\"") }, "header id is a string"),
    (Envelope { $0.set("retries", "-1") }, "header retries is a number (-1); it must be a whole number, 0 or more"),
    (Envelope { $0.set("retries", "1.5") }, "header retries is a number (1.5)"),
    (Envelope { $0.set("timelimit", "[1]") }, "header timelimit is an array ([1])"),
    (Envelope { $0.set("timelimit", "[-1, null]") }, "header timelimit is an array ([-1, null])"),
    (Envelope { $0.set("timelimit", "[NaN, null]") }, "header timelimit is an array ([NaN, null])"),
    (Envelope { $0.set("timelimit", "5") }, "header timelimit is a number (5)"),
    (Envelope { $0.set("root_id", "5") }, "header root_id is a number (5); it must be a string or null"),
    (Envelope { $0.set("group", "[]") }, "header group is an array"),
    (Envelope { $0.set("ignore_result", "\"yes\"") }, "header ignore_result is a string (\"yes\")"),
    (Envelope { $0.set("eta", "\"2031-02-30T00:00:00\"") }, "header eta is a string"),
    (Envelope { $0.set("compression", "7") }, "header compression is a number (7); it must be a content type"),
    (Envelope { $0.set("tasksd_deliveries", "\"many\"") }, "header tasksd_deliveries is a string"),
  ]

  @Test(arguments: more)
  func whateverIsWrongIsNamed(change: Envelope, reason: String) {
    let outcome = CeleryCodec.decode(Array(change.text.utf8), queue: "celery")
    let error = #expect(throws: UnreadableReason.self) { try outcome.get() }
    #expect(error?.description.contains(reason) == true, "\(error?.description ?? "read")")
  }

  @Test func theEnvelopeMustBeUTF8() {
    var bytes = Array(Envelope { $0.set("x", "\"?\"") }.text.utf8)
    for index in bytes.indices where bytes[index] == UInt8(ascii: "?") { bytes[index] = 0xFF }
    #expect("\(CeleryCodec.decode(bytes, queue: "celery"))".contains("the envelope is not UTF-8"))
  }
}
