import Testing

@testable import TaskModel

@Suite struct LimitKeyTests {
  @Test func aTasksOwnTextAndItsArgumentsAreNeverTakenForEachOther() {
    #expect(LimitKey.of("send") == "send")
    #expect(LimitKey.of("send", "7") == "send:7")
    #expect(LimitKey.of("send", TaskArguments([7])) == "send=[7]{}")
    #expect(LimitKey.of("send", TaskArguments(keywords: ["id": 7])) == #"send=[]{"id":7}"#)
  }

  @Test func theOrderOfMembersDoesNotMatterHoweverDeep() {
    let left: JSONObject = ["b": [["y": 1, "x": 2]], "a": ["d": 1, "c": 2]]
    let right: JSONObject = ["a": ["c": 2, "d": 1], "b": [["x": 2, "y": 1]]]
    let key = LimitKey.of("t", TaskArguments([.object(left)], keywords: left))
    #expect(key == LimitKey.of("t", TaskArguments([.object(right)], keywords: right)))
    #expect(key != LimitKey.of("t", TaskArguments([.object(right)])))
  }

  @Test func longOnesAreShortAndDiffer() {
    let long = String(repeating: "x", count: 10_000)
    let keys = [LimitKey.of("t", long), LimitKey.of("t", long + "y"), LimitKey.of("u", long)]
    #expect(Set(keys).count == 3)
    #expect(keys.allSatisfy { $0.utf8.count <= LimitKey.maximumBytes })
    #expect(keys[0].hasPrefix("t#"))
    #expect(LimitKey.of(TaskName(long)).utf8.count == 41)
    #expect(LimitKey.of("t", "a\u{0}b").utf8.allSatisfy { $0 >= 0x20 })
  }

  /// A key is a contract between versions and processes: this one must never change.
  @Test func aKeyIsTheSameInEveryProcess() {
    let long = String(repeating: "é", count: 200)
    #expect(LimitKey.of("t", long) == "t#10efe3da95f8bb84342d570a2042bc4d60c348bc")
  }

  @Test(arguments: UniqueClaim.End.allCases) func aClaimTravelsInItsMessage(end: UniqueClaim.End) throws {
    var message = TaskMessage(id: "a", task: "t")
    #expect(message.unique == nil)
    let claim = UniqueClaim(key: "k", end: end, lifetime: .seconds(90))
    message.unique = claim
    #expect(try TaskMessage(record: message.record).unique == claim)
    message.unique = nil
    #expect(message.headers.isEmpty)
  }

  @Test(
    arguments: [
      nil, 1, "k", [:], ["key": "", "until": "until_done", "lifetime": 1],
      ["key": "k", "until": "never", "lifetime": 1],
      ["key": "k", "until": "period", "lifetime": 0], ["key": "k", "until": "period", "lifetime": -5],
      ["key": "k", "until": "period"], ["key": 1, "until": "period", "lifetime": 1],
    ] as [JSONValue])
  func whatIsNoClaimClaimsNothing(header: JSONValue) {
    var message = TaskMessage(id: "a", task: "t")
    message.headers[UniqueClaim.header] = header
    #expect(message.unique == nil)
  }

  @Test func aClaimEndsAfterItsLifetimeButNeverOverflows() {
    let now = Timestamp(seconds: 1000)
    let done = UniqueClaim(key: "k", end: .done, lifetime: .seconds(10))
    #expect(done.expires(now: now, eta: nil) == now + .seconds(10))
    #expect(done.expires(now: now, eta: now - .seconds(5)) == now + .seconds(10))
    #expect(done.expires(now: now, eta: now + .seconds(5)) == now + .seconds(15))
    let period = UniqueClaim(key: "k", end: .period, lifetime: .seconds(10))
    #expect(period.expires(now: now, eta: now + .seconds(5)) == now + .seconds(10))
    let endless = UniqueClaim(key: "k", end: .done, lifetime: .microseconds(Int64.max))
    #expect(endless.expires(now: now, eta: .distantFuture) == .distantFuture)
    #expect(Uniqueness.for(.seconds(-1)).lifetime == .milliseconds(1))
    #expect(ConcurrencyLimit(-3).count == 1)
  }
}
