import TaskModel
import Testing

@testable import TasksDaemon

@Suite struct ResultRecordTests {
  private let done = Timestamp(microseconds: 1_700_000_000_000_000)

  @Test func anUnknownTaskIsPending() {
    #expect(ResultRecord.make(nil, "a") == ["id": "a", "state": "PENDING"])
  }

  @Test func aSuccessHasItsValue() {
    let result = TaskResult(
      id: "a", state: .success, value: [1, "x"], task: "t", queue: "q", worker: "w@h", retries: 2,
      startedAt: done - .seconds(1), doneAt: done)
    #expect(
      ResultRecord.make(result, "a") == [
        "id": "a", "state": "SUCCESS", "result": [1, "x"], "task": "t", "queue": "q", "worker": "w@h", "retries": 2,
        "started_at": .string((done - .seconds(1)).iso8601), "done_at": .string(done.iso8601),
      ])
  }

  @Test func aFailureSaysWhatWentWrong() {
    let failure = TaskFailure(type: "Boom", message: "it broke", details: "here")
    let record = ResultRecord.make(
      TaskResult(id: "a", state: .failure, failure: failure, doneAt: done), "a")
    #expect(record["failure"] == ["type": "Boom", "message": "it broke", "details": "here"])
    #expect(record["retries"] == 0)
    #expect(record["task"] == nil)
  }
}
