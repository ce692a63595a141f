import CeleryWire
import TaskModel
import Testing

struct ResultCodingTests {
  static func results() -> [TaskResult] {
    var random = SeededGenerator(seed: 5)
    return (0..<200).map { _ in result(using: &random) }
  }

  private static func result(using random: inout SeededGenerator) -> TaskResult {
    let states: [TaskState] = [.success, .failure, .revoked, .retry, .started, "HALFWAY", .received]
    return TaskResult(
      id: TaskID(RandomValues.text(using: &random)), state: states.randomElement(using: &random) ?? .success,
      value: RandomValues.value(depth: 2, using: &random),
      failure: RandomValues.maybe(using: &random) { failure(using: &$0) },
      task: RandomValues.maybe(using: &random) { TaskName(RandomValues.text(using: &$0)) },
      queue: RandomValues.maybe(using: &random) { QueueName(RandomValues.text(using: &$0)) },
      worker: RandomValues.maybe(using: &random) { RandomValues.text(using: &$0) },
      retries: Int.random(in: 0..<5, using: &random),
      startedAt: RandomValues.maybe(using: &random) { RandomValues.time(using: &$0) },
      doneAt: RandomValues.time(using: &random),
      groupID: RandomValues.maybe(using: &random) { RandomValues.text(using: &$0) },
      parentID: RandomValues.maybe(using: &random) { TaskID(RandomValues.text(using: &$0)) },
      children: RandomValues.array(depth: 2, using: &random),
      arguments: RandomValues.maybe(using: &random) {
        TaskArguments(
          RandomValues.array(depth: 2, using: &$0), keywords: RandomValues.object(depth: 2, using: &$0))
      })
  }

  private static func failure(using random: inout SeededGenerator) -> TaskFailure {
    let types = ["ValueError", "Shop.Refused", "ChordError", "TimeLimitExceeded", "print", ""]
    let arguments: [JSONValue]? = RandomValues.maybe(using: &random) {
      [1] + RandomValues.array(depth: 2, using: &$0)
    }
    return TaskFailure(
      type: types.randomElement(using: &random) ?? "", message: RandomValues.text(using: &random),
      details: RandomValues.maybe(using: &random) { RandomValues.text(using: &$0) },
      module: RandomValues.maybe(using: &random) { _ in "shop.errors" }, arguments: arguments)
  }

  @Test(arguments: results(), [nil, .zlib] as [Compression?])
  func aResultWrittenAndReadIsTheSame(result: TaskResult, compression: Compression?) throws {
    #expect(try CeleryResult.decode(CeleryResult.encode(result, compression: compression)) == result)
  }

  @Test(
    arguments: [
      ("ValueError", "builtins"), ("SoftTimeLimitExceeded", "billiard.exceptions"), ("Reject", "celery.exceptions"),
      ("WorkerLostError", "billiard.exceptions"), ("NotRegistered", "celery.exceptions"),
      ("EncodeError", "kombu.exceptions"), ("Shop.Refused", nil), ("print", nil), ("SystemExit", nil), ("list", nil),
    ] as [(String, String?)])
  func anErrorHasTheModuleInWhichPythonFindsItsClass(type: String, module: String?) throws {
    let failure = TaskFailure(type: type, message: "m")
    let bytes = try CeleryResult.encode(TaskResult(id: "1", state: .failure, failure: failure, doneAt: .epoch))
    #expect(try JSONParser.parse(bytes)["result"]?["exc_module"] == JSONValue(module))
  }

  @Test func aFailureWithoutAReasonIsAnExceptionAllTheSame() throws {
    for state in [.failure, .revoked, .retry] as [TaskState] {
      let result = TaskResult(id: "1", state: state, doneAt: .epoch)
      let bytes = try CeleryResult.encode(result)
      #expect(try JSONParser.parse(bytes)["result"]?["exc_type"]?.stringValue != nil)
      #expect(try CeleryResult.decode(bytes) == result)
    }
  }

  @Test func aClassNameHasNoZeroByte() throws {
    let failure = TaskFailure(type: "A\0B", message: "")
    let bytes = try CeleryResult.encode(TaskResult(id: "1", state: .failure, failure: failure, doneAt: .epoch))
    #expect(try JSONParser.parse(bytes)["result"]?["exc_type"] == "AB")
  }

  @Test(arguments: [
    ("", "a result is not JSON"), ("[]", "a result is an array"), ("{}", "status is missing"),
    (#"{"status": 1, "task_id": "1"}"#, "status is a whole number; it must be a string"),
    (#"{"status": "SUCCESS"}"#, "task_id is missing"),
    (#"{"status": "FAILURE", "task_id": "1", "result": 5}"#, "result is a whole number; of a failure"),
    (#"{"status": "FAILURE", "task_id": "1", "result": {}}"#, "result is an object; of a failure"),
    (#"{"status": "SUCCESS", "task_id": "1", "date_done": "soon"}"#, "date_done is 'soon'"),
    (#"{"status": "SUCCESS", "task_id": "1", "children": 3}"#, "children is a whole number"),
    (#"{"status": "SUCCESS", "task_id": "1", "args": {}}"#, "args is an object"),
    (#"{"status": "SUCCESS", "task_id": "1", "args": [], "kwargs": []}"#, "kwargs is an array"),
    (#"{"status": "SUCCESS", "task_id": "1", "retries": "x"}"#, "retries is a string"),
    ("\0celery-compressed\0application/x-gzip", "does not say how it is compressed"),
    ("\0celery-compressed\0application/x-gzip\0xyz", "the data is damaged"),
    ("\0celery-compressed\0rar\0xyz", "compression 'rar' is not known"),
  ])
  func whatIsNoRecordIsToldWithTheField(text: String, reason: String) {
    let error = #expect(throws: UnreadableReason.self) { try CeleryResult.decode(Array(text.utf8)) }
    #expect(error?.description.contains(reason) == true, "\(error?.description ?? "")")
  }

  @Test(arguments: CapturedResultTests.table.map(\.name))
  func spoiledRecordsNeverTrap(name: String) throws {
    var random = SeededGenerator(seed: 13)
    let bytes = try Fixtures.bytes("results/\(name).json")
    for _ in 0..<40 { _ = try? CeleryResult.decode(RandomValues.spoiled(bytes, using: &random)) }
  }
}
