import TaskModel
import Testing

@testable import TasksDaemon

@Suite struct DeadLetterFilterTests {
  static let letter = DeadLetter(
    number: 4, reason: .unknownTask, detail: "no task is called SEND_sms", queue: "shop",
    diedAt: Timestamp(seconds: 1000), deliveryCount: 1, message: TaskMessage(id: "17", task: "send_sms", queue: "shop"))
  static let unreadable = DeadLetter(
    number: 5, reason: .unreadable, detail: "no JSON", queue: "shop", diedAt: Timestamp(seconds: 1000),
    deliveryCount: 1,
    message: nil, bytes: [1])

  @Test(
    arguments: [
      ([:], true), (["id": "17"], true), (["id": "18"], false), (["task": "send_sms"], true),
      (["task": "send_*"], true),
      (["task": "*"], true), (["task": "send_"], false), (["task": "SEND_*"], false), (["queue": "shop"], true),
      (["queue": "sho"], false), (["reason": "unknown"], true), (["reason": "called send_SMS"], true),
      (["reason": "deliveries"], false), (["died_before": "1970-01-01T00:16:40Z"], false),
      (["died_before": "1970-01-01T00:16:41Z"], true), (["died_after": "1970-01-01T00:16:40Z"], false),
      (["died_after": "1970-01-01T00:16:39Z"], true), (["task": "send_*", "queue": "other"], false),
      (["task": "send_*", "queue": "shop", "reason": "unknown", "id": "17"], true),
    ] as [(JSONObject, Bool)])
  func everythingThatIsGivenMustPass(_ fields: JSONObject, _ passes: Bool) {
    #expect(DeadLetterFilter(fields).passes(Self.letter) == passes)
  }

  @Test func whatCannotBeReadHasNoTask() {
    #expect(!DeadLetterFilter(["task": "*"]).passes(Self.unreadable))
    #expect(!DeadLetterFilter(["id": "17"]).passes(Self.unreadable))
    #expect(DeadLetterFilter(["reason": "unreadable"]).passes(Self.unreadable))
  }

  private let now = Timestamp(seconds: 100_000)

  @Test func aTimeOrAnAge() throws {
    #expect(try DeadFilterOptions.moment("2h", "--after", now) == now - .hours(2))
    #expect(try DeadFilterOptions.moment("1970-01-01T00:16:40Z", "--after", now) == Timestamp(seconds: 1000))
  }

  @Test(arguments: ["", "yesterday", "-2h", "2x", "2h ago", "nan", "1e999"]) func noTimeAndNoAge(_ text: String) {
    #expect(throws: (any Error).self) { try DeadFilterOptions.moment(text, "--after", now) }
  }
}
