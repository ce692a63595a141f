import Canvas
import TaskModel
import Testing

@testable import Worker

/// What hangs on a task, for every way to end.
@Suite struct WorkflowVerdictTests {
  private let boom = TaskFailure(type: "Boom", message: "it broke")
  private let body: JSONObject = Signature("collect", options: ["task_id": "body"]).object

  private func table(early: Bool = false, embed: JSONObject? = nil) -> VerdictTable {
    let claimed = Samples.claimed { message in
      message.groupID = "g"
      message.rootID = "root"
      message.parentID = "parent"
      message.queue = "slow"
      message.headers = ["group_index": 2]
      message.embed =
        embed ?? [
          "callbacks": [Signature("callback").json], "errbacks": [Signature("errback").json],
          "chain": [Signature("next", options: ["task_id": "n"]).json], "chord": .object(body),
        ]
    }
    return VerdictTable(
      options: Samples.options { $0.storesArguments = true }, claimed: claimed, taskOptions: TaskOptions(),
      now: Samples.now, wasAcknowledgedEarly: early)
  }

  private func decide(_ table: VerdictTable, _ outcome: RunOutcome, _ reason: CancelReason? = nil) -> Verdict {
    var generator = SeededGenerator(seed: 1)
    return table.decide(outcome, cancelled: reason, using: &generator)
  }

  private func tasks(_ verdict: Verdict) -> [TaskName] { verdict.followUps.messages.map(\.task) }

  @Test func aSuccessSendsWhatFollowsAndTellsItsChildren() {
    let verdict = decide(table(), .returned("done"))
    #expect(tasks(verdict) == ["callback", "next"])
    for message in verdict.followUps.messages {
      #expect(message.arguments.positional == ["done"] && message.parentID == "id7" && message.rootID == "root")
      #expect(message.queue == "slow" && message.origin == "celery@test")
    }
    #expect(verdict.result?.children.count == 2 && verdict.result?.children.last == [["n", nil], nil])
    #expect(verdict.result?.groupID == "g" && verdict.result?.parentID == "parent")
    #expect(verdict.result?.arguments == TaskArguments())
    let part = verdict.followUps.chordParts.first
    #expect(part?.groupID == "g" && part?.index == 2 && part?.state == .success && part?.value == "done")
    #expect(part?.body == body && part?.queue == "slow" && part?.expires == Samples.now + .days(1))
  }

  @Test func aCallbackGoesWhereItsTaskGoes() {
    var options = Samples.options()
    options.route = { $0 == "callback" ? "fast" : nil }
    let claimed = table().claimed
    let table = VerdictTable(options: options, claimed: claimed, taskOptions: nil, now: Samples.now)
    #expect(decide(table, .returned(1)).followUps.messages.map(\.queue) == ["fast", "slow"])
  }

  /// Failed by its code, unknown here, handed out too often, rejected: those who wait are told all the same.
  @Test func whateverFailsTellsChordChainAndErrbacks() {
    let verdicts = [
      decide(table(), .failed(boom)), decide(table(early: true), .failed(boom)), table().failed(boom),
      table().unknownTask(), table().handedOutTooOften(3), decide(table(), .rejected(RejectRequest("no"))),
      decide(table(), .failed(boom), .hardTimeLimit(.seconds(1))),
    ]
    for verdict in verdicts {
      #expect(tasks(verdict) == ["errback"] && verdict.result?.state == .failure)
      #expect(verdict.followUps.messages.first?.arguments.positional == ["id7"])
      #expect(verdict.followUps.results.map(\.id) == ["n"] && verdict.followUps.results.map(\.state) == [.failure])
      #expect(verdict.followUps.results.first?.failure == verdict.result?.failure)
      #expect(verdict.followUps.chordParts.map(\.state) == [.failure])
      #expect(verdict.followUps.chordParts.first?.failure == verdict.result?.failure)
    }
  }

  @Test func whatIsRevokedTellsAllButItsErrbacks() {
    for verdict in [table().revoked(), table().expired(), decide(table(), .failed(boom), .revoked)] {
      #expect(tasks(verdict).isEmpty)
      #expect(verdict.followUps.results.map(\.state) == [.revoked] && verdict.result?.state == .revoked)
      #expect(verdict.followUps.chordParts.map(\.state) == [.revoked])
    }
  }

  @Test func whatIsNotOverTellsNobody() {
    let retry = RetryRequest(countdown: .seconds(1))
    let verdicts = [
      table().notDue(Samples.now + .seconds(1)), decide(table(), .failed(boom), .stopping), decide(table(), .ignored),
      decide(table(), .rejected(RejectRequest(requeue: true))), decide(table(), .askedForRetry(retry)),
    ]
    for verdict in verdicts {
      #expect(verdict.followUps.chordParts.isEmpty && verdict.followUps.results.isEmpty)
      #expect(!tasks(verdict).contains("errback") && !tasks(verdict).contains("next"))
    }
  }

  @Test func anAttemptCarriesEverythingOn() {
    let table = table()
    let verdict = decide(table, .askedForRetry(RetryRequest(countdown: .seconds(9))))
    var expected = table.claimed.message
    (expected.retries, expected.eta) = (1, Samples.now + .seconds(9))
    #expect(verdict.followUps.messages == [expected])
    #expect(verdict.result?.children == [[["id7", nil], nil]])
  }

  @Test(
    arguments: [
      ["callbacks": [["args": []]]], ["callbacks": 7], ["chain": [["task": "x", "args": 1]]], ["chain": "x"],
      ["chain": [["task": "celery.group", "subtask_type": "group"]]],
      ["callbacks": [["task": "x", "subtask_type": "y"]]],
    ] as [JSONObject])
  func whatCannotBeSentFailsTheTask(_ embed: JSONObject) {
    let verdict = decide(table(embed: embed.merging(["errbacks": [Signature("errback").json]])), .returned(1))
    #expect(verdict.result?.state == .failure && verdict.result?.failure?.type == "ImproperlyConfigured")
    #expect(verdict.result?.failure?.message.contains("embed.") == true)
    #expect(tasks(verdict) == ["errback"])
  }

  @Test func anErrbackThatCannotBeReadIsToldWithTheFailure() {
    let embed: JSONObject = ["errbacks": [["args": []], Signature("errback").json]]
    let verdict = decide(table(embed: embed), .failed(boom))
    #expect(tasks(verdict) == ["errback"])
    #expect(verdict.result?.failure?.details?.contains("embed.errbacks[0].task") == true)
  }

  // MARK: Requests

  @Test func aReplacementTakesOverEverything() {
    let verdict = decide(table(), .askedForReplacement(ReplaceRequest(Signature("other", TaskArguments([1])).json)))
    #expect(verdict.outcome == .replaced && verdict.result == nil && verdict.disposition == .acknowledge)
    #expect(verdict.followUps.chordParts.isEmpty)
    let message = verdict.followUps.messages.first
    #expect(message?.task == "other" && message?.id == "id7" && message?.arguments.positional == [1])
    #expect(message?.groupID == "g" && message?.rootID == "root" && message?.parentID == "id7")
    #expect(message?.headers == ["group_index": 2, "replaced_task_nesting": 1])
    #expect(message?.embed["chord"] == .object(body))
    #expect(message?.embed["callbacks"]?.arrayValue?.count == 1 && message?.embed["errbacks"]?.arrayValue?.count == 1)
    #expect(message?.embed["chain"]?.arrayValue?.first?["options"]?["replaced_task_nesting"] == 1)
  }

  @Test(
    arguments: [
      "x", ["args": []], Signature.chain([]).json, Signature("x", options: ["chord": ["task": "y"]]).json,
    ] as [JSONValue])
  func aReplacementThatCannotBeSentFailsTheTask(_ signature: JSONValue) {
    let verdict = decide(table(), .askedForReplacement(ReplaceRequest(signature)))
    #expect(verdict.result?.failure?.type == "ImproperlyConfigured" && tasks(verdict) == ["errback"])
  }

  @Test func whatIsRejectedIsSetAsideOrGoesBack() {
    let aside = decide(table(), .rejected(RejectRequest("not mine")))
    #expect(aside.disposition == .deadLetter(.rejected, detail: "not mine"))
    #expect(aside.result?.failure == .rejected("not mine"))
    #expect(aside.result?.failure?.arguments == ["not mine", false])
    let back = decide(table(), .rejected(RejectRequest("later", requeue: true)))
    #expect(
      back.disposition == .requeue(countsDelivery: true) && back.result == nil && back.outcome == .requeued("later"))
    let early = decide(table(early: true), .rejected(RejectRequest("later", requeue: true)))
    #expect(early.disposition == .recordOnly && early.followUps.messages == [table().claimed.message])
    #expect(decide(table(early: true), .rejected(RejectRequest())).disposition == .recordOnly)
  }

  @Test func whatIsIgnoredLeavesNothing() {
    let verdict = decide(table(), .ignored)
    #expect(verdict.disposition == .acknowledge && verdict.outcome == .ignored)
    #expect(verdict.result == nil && verdict.followUps.isEmpty)
  }
}
