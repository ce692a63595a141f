import CeleryWire
import TaskModel
import Testing

/// Every record captured from Celery's Redis backend.
struct CapturedResultTests {
  struct Expected: Sendable {
    var state: TaskState = .success
    var value: JSONValue = .null
    var failure: TaskFailure?
    var children = 0
  }

  private static func failed(
    _ type: String, _ message: String, module: String? = nil, arguments: [JSONValue]? = nil,
    state: TaskState = .failure,
    children: Int = 0
  ) -> Expected {
    let failure = TaskFailure(type: type, message: message, module: module, arguments: arguments)
    return Expected(state: state, failure: failure, children: children)
  }

  private static let valueError = failed("ValueError", "('bad value', 42)", arguments: ["bad value", 42])

  static let table: [(name: String, expected: Expected)] = [
    ("chain-first", Expected(value: 3, children: 1)), ("chain-last", Expected(value: 6)),
    (
      "chord-body-failed",
      failed("ChordError", "Dependency 05c5e57d-af00-4dd3-99c0-ce26981eaa2c raised ValueError('bad value', 42)")
    ),
    ("chord-body", Expected(value: 6)),
    ("custom-state", Expected(state: "PROGRESS", value: ["done": 3, "total": 10])),
    ("expired", failed("TaskRevokedError", "expired", state: .revoked)),
    ("extended-failure", valueError),
    ("extended-retry", failed("AppError", "try again", module: "capture_app", state: .retry, children: 1)),
    ("extended-revoked", failed("TaskRevokedError", "expired", state: .revoked)),
    ("extended-stamped", Expected(value: 3)), ("extended-success", Expected(value: 5)),
    ("extended-unknown-task", failed("NotRegistered", "demo.not_here")),
    (
      "failure-app-exception",
      failed("AppError", "('code', {'k': [1, 2]})", module: "capture_app", arguments: ["code", ["k": [1, 2]]])
    ),
    ("failure-chained", failed("RuntimeError", "outer")), ("failure-in-chain-first", valueError),
    ("failure-in-chain-last", valueError),
    (
      "failure-max-retries",
      failed(
        "MaxRetriesExceededError",
        "Can't retry demo.retry_out[cc009382-0e90-447a-9d23-c6bae53fc0f3] args:() kwargs:{}")
    ),
    ("failure-nested-class", failed("Outer.NestedError", "nested", module: "capture_app")),
    (
      "failure-opaque-argument",
      failed("RuntimeError", "('opaque', '<Opaque object>')", arguments: ["opaque", "<Opaque object>"])
    ),
    ("failure-unknown-task", failed("NotRegistered", "demo.not_here")),
    (
      "failure-unserializable-result",
      failed("EncodeError", "TypeError('Object of type Opaque is not JSON serializable')")
    ),
    ("failure-value-error", valueError),
    (
      "failure-wrong-arguments",
      failed("TypeError", "add() takes from 1 to 2 positional arguments but 3 were given")
    ),
    ("group-member-0", Expected(value: 0)), ("hard-time-limit", failed("TimeLimitExceeded", "2", arguments: [2])),
    ("rejected", failed("Reject", "('not mine', False)", arguments: ["not mine", false])),
    ("replaced", Expected(value: 42)),
    ("retry", failed("AppError", "try again", module: "capture_app", state: .retry, children: 1)),
    ("revoked-before-start", failed("TaskRevokedError", "revoked", state: .revoked)),
    ("revoked-terminated", failed("TaskRevokedError", "terminated", state: .revoked)),
    ("soft-time-limit-caught", Expected(value: "cleaned up")), ("soft-time-limit", failed("SoftTimeLimitExceeded", "")),
    ("started", Expected(state: .started, value: ["pid": 14318, "hostname": "w1@worker.example"])),
    (
      "success-json-types",
      Expected(
        value: [
          "args": [
            ["__type__": "datetime", "__value__": "2031-03-04T05:06:07+00:00"],
            ["__type__": "decimal", "__value__": "1.50"],
            ["__type__": "uuid", "__value__": ["hex": "00000000000000000000000000000007"]],
            ["__type__": "base64", "__value__": "/w=="],
          ], "kwargs": [:],
        ])
    ),
    ("success-none", Expected()), ("success-with-child", Expected(value: "spawned", children: 1)),
    ("success", Expected(value: 5)), ("tracked-success", Expected(value: "done")),
    ("worker-lost", failed("WorkerLostError", "Worker exited prematurely: exitcode 3 Job: 22.")),
  ]

  @Test func everyRecordIsInTheTable() {
    #expect(Set(Fixtures.names("results")) == Set(Self.table.map(\.name) + ["group-saved", "ttl"]))
  }

  @Test(arguments: table)
  func aCapturedRecordIsReadAsCeleryMeantIt(name: String, expected: Expected) throws {
    let path = "results/\(name).json"
    let result = try CeleryResult.decode(Fixtures.bytes(path))
    let record = try Fixtures.json(path)
    #expect(result.state == expected.state)
    #expect(result.value == expected.value)
    var failure = expected.failure
    failure?.details = record["traceback"]?.stringValue
    #expect(result.failure == failure)
    #expect(result.children.count == expected.children)
    #expect(result.id.rawValue == record["task_id"]?.stringValue)
    #expect(result.doneAt == record["date_done"]?.stringValue.flatMap { Timestamp(iso8601: $0) } ?? .epoch)
    #expect(result.groupID == record["group_id"]?.stringValue)
    #expect(result.parentID?.rawValue == record["parent_id"]?.stringValue)
    #expect(result.task?.rawValue == record["name"]?.stringValue)
    #expect(result.worker == record["worker"]?.stringValue)
    #expect(result.queue?.rawValue == record["queue"]?.stringValue)
    #expect(result.arguments?.positional == record["args"]?.arrayValue)
    #expect(result.arguments?.keywords == record["kwargs"]?.objectValue)
  }

  /// Celery's own members come out as they went in; ours are more.
  @Test(arguments: table.map(\.name))
  func aCapturedRecordIsWrittenAgainWithTheSameMembers(name: String) throws {
    let before = try #require(Fixtures.json("results/\(name).json").objectValue)
    let result = try CeleryResult.decode(Fixtures.bytes("results/\(name).json"))
    let after = try #require(JSONParser.parse(CeleryResult.encode(result)).objectValue)
    let stamps: Set = ["stamped_headers", "tenant"]
    for (key, value) in before where !stamps.contains(key) {
      // A record of the revoke command has null for children, one of an unknown task null for what it does not know.
      if value.isNull, after[key] == nil || after[key] == [] || after[key] == 0 { continue }
      #expect(after[key] == value, "\(key)")
    }
  }

  @Test func aRecordIsWrittenWithPythonsSpacing() throws {
    let result = try CeleryResult.decode(Fixtures.bytes("results/failure-value-error.json"))
    let before = String(decoding: try Fixtures.bytes("results/failure-value-error.json"), as: UTF8.self)
    let after = String(decoding: try CeleryResult.encode(result), as: UTF8.self)
    #expect(after == before.replacing(", \"task_id\"", with: ", \"retries\": 0, \"task_id\""))
  }

  @Test func aCompressedRecordIsRead() throws {
    let text = try Fixtures.bytes("results/compressed-gzip.txt")
    let result = try CeleryResult.decode(Base64Text.decode(text))
    #expect(result.state == .success)
    #expect(result.value != .null)
  }
}
