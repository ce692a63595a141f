import TaskModel
import Testing

@Suite struct TaskMessageRecordTests {
  @Test func theSmallestMessageHasTheSmallestRecord() throws {
    let message = TaskMessage(id: "1", task: "send_sms")
    #expect(message.record.description == #"{"id":"1","task":"send_sms","args":[],"kwargs":{}}"#)
    #expect(try TaskMessage(record: message.record) == message)
  }

  @Test(arguments: 1...50)
  func everyMessageIsReadBackAsItWasWritten(_ seed: Int) throws {
    var random = RandomMessage(seed: UInt64(seed))
    for _ in 0..<20 {
      let message = random.message()
      let parsed = try JSONParser.parse(JSONValue.object(message.record).jsonBytes)
      #expect(try TaskMessage(record: #require(parsed.objectValue)) == message)
    }
  }

  @Test func whatANewerVersionAddedIsLeftAlone() throws {
    let record: JSONObject = ["id": "1", "task": "t", "invented_later": [1], "queue": nil, "args": nil]
    #expect(try TaskMessage(record: record) == TaskMessage(id: "1", task: "t"))
  }

  @Test(
    arguments: [
      ([:], "field 'id' of a stored message is missing"),
      (["id": "1"], "field 'task' of a stored message is missing"),
      (["id": nil, "task": "t"], "field 'id' of a stored message is missing"),
      (["id": 1, "task": "t"], "field 'id' of a stored message is a whole number, not a string"),
      (["id": "1", "task": ["t"]], "field 'task' of a stored message is an array, not a string"),
      (["id": "1", "task": "t", "args": [:]], "field 'args' of a stored message is an object, not an array"),
      (["id": "1", "task": "t", "kwargs": []], "field 'kwargs' of a stored message is an array, not an object"),
      (["id": "1", "task": "t", "queue": true], "field 'queue' of a stored message is a boolean, not a string"),
      (["id": "1", "task": "t", "eta": "soon"], "field 'eta' of a stored message is a string, not a whole number"),
      (
        ["id": "1", "task": "t", "expires": 1.5], "field 'expires' of a stored message is a number, not a whole number"
      ),
      (
        ["id": "1", "task": "t", "priority": "9"],
        "field 'priority' of a stored message is a string, not a whole number"
      ),
      (
        ["id": "1", "task": "t", "retries": [:]], "field 'retries' of a stored message is an object, not a whole number"
      ),
      (
        ["id": "1", "task": "t", "time_limit": "1"],
        "field 'time_limit' of a stored message is a string, not a whole number"
      ),
      (
        ["id": "1", "task": "t", "ignore_result": 1],
        "field 'ignore_result' of a stored message is a whole number, not a boolean"
      ),
      (["id": "1", "task": "t", "headers": "h"], "field 'headers' of a stored message is a string, not an object"),
    ] as [(JSONObject, String)])
  func aRecordThatIsNoMessageSaysWhichFieldIsWrong(_ record: JSONObject, _ text: String) {
    let thrown = #expect(throws: JSONError.self) { try TaskMessage(record: record) }
    #expect(thrown?.description == text)
  }

  @Test func numbersOutOfRangeBecomeTheNearestOnes() throws {
    let message = try TaskMessage(record: ["id": "1", "task": "t", "priority": .integer(.max), "eta": .integer(.min)])
    #expect(message.priority == Priority(9))
    #expect(message.eta == .distantPast)
  }
}
