import TaskModel
import TasksTesting
import Testing

@testable import Worker

@Suite struct RevokedTasksTests {
  private let clock = ManualClock()

  private func message(_ id: TaskID, stamps: JSONObject = [:]) -> TaskMessage {
    var message = TaskMessage(id: id, task: "send")
    message.headers = ["stamped_headers": .array(stamps.keys.map(JSONValue.string)), "stamps": .object(stamps)]
    return message
  }

  @Test func anIdIsRevokedUntilItsTimeIsOver() {
    let revoked = RevokedTasks(clock: clock, lifetime: .hours(3))
    revoked.insert(["a"])
    #expect(revoked.contains(message("a")) && !revoked.contains(message("b")))
    clock.advance(by: .hours(3))
    #expect(!revoked.contains(message("a")))
  }

  @Test func aStampIsRevokedByAnyOfItsValues() {
    let revoked = RevokedTasks(clock: clock)
    revoked.insert(stamps: ["tenant": ["acme", 7], "batch": ["b1"]])
    #expect(revoked.contains(message("1", stamps: ["tenant": "acme"])))
    #expect(revoked.contains(message("2", stamps: ["tenant": 7])))
    #expect(revoked.contains(message("3", stamps: ["other": 1, "batch": ["b0", "b1"]])))
    #expect(!revoked.contains(message("4", stamps: ["tenant": "other", "batch": []])))
    #expect(!revoked.contains(message("5", stamps: ["batch": "acme"])))
    #expect(!revoked.contains(TaskMessage(id: "6", task: "send")))
  }

  /// A stamp that the list of names does not have is a header like any other.
  @Test(
    arguments: [
      ["stamped_headers": "tenant", "stamps": ["tenant": "acme"]], ["stamps": ["tenant": "acme"]],
      ["stamped_headers": ["tenant"]], ["stamped_headers": ["tenant"], "stamps": "acme"],
      ["stamped_headers": [1, nil], "stamps": []],
    ] as [JSONObject])
  func headersThatAreNoStampsRevokeNothing(_ headers: JSONObject) {
    let revoked = RevokedTasks(clock: clock)
    revoked.insert(stamps: ["tenant": ["acme"]])
    var message = TaskMessage(id: "1", task: "send")
    message.headers = headers
    #expect(!revoked.contains(message))
  }

  @Test func theOldestMakesRoom() {
    let revoked = RevokedTasks(clock: clock)
    revoked.insert((0...RevokedTasks.limit).map { TaskID("\($0)") })
    #expect(!revoked.contains(message("0")))
    #expect(revoked.contains(message("1")) && revoked.contains(message(TaskID("\(RevokedTasks.limit)"))))
  }
}
