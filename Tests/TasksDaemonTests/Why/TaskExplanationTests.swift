import TaskModel
import Testing

@testable import TasksDaemon

/// What is known of a task, in words.
@Suite struct TaskExplanationTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let codes: [TaskReason.Code]
    let says: String
    let change: @Sendable (inout TaskFacts) -> Void

    init(
      _ name: String, _ codes: [TaskReason.Code], _ says: String,
      _ change: @escaping @Sendable (inout TaskFacts) -> Void
    ) {
      (testDescription, self.codes, self.says, self.change) = (name, codes, says, change)
    }
  }

  static let now = Timestamp(seconds: 1_800_000_000)
  static let message = TaskMessage(id: "17", task: "send_sms", queue: "shop")

  /// Two places, one busy; takes from `shop`.
  static var facts: TaskFacts {
    var facts = TaskFacts(id: "17", now: now, node: "celery@web1")
    (facts.slots, facts.busy) = (2, 1)
    facts.consumed = ["shop"]
    facts.queues = [QueueStatistics(queue: "shop", waiting: 8, oldestReadyAt: now - .seconds(180))]
    return facts
  }

  static func at(
    _ place: LocatedMessage.Place, node: String? = nil, _ change: (inout TaskMessage) -> Void = { _ in }
  ) -> [LocatedMessage] {
    var message = message
    change(&message)
    return [LocatedMessage(message: message, place: place, node: node)]
  }

  static func result(_ state: TaskState, _ failure: TaskFailure? = nil) -> TaskResult {
    TaskResult(id: "17", state: state, failure: failure, worker: "celery@web2", doneAt: now - .seconds(20))
  }

  static let cases: [Case] = [
    Case("nothing is known", [.unknown], "nothing is known of it here") { _ in },
    Case("perhaps in the outbox", [.unknown, .outbox], "3 tasks of committed transactions") { $0.outboxWaiting = 3 },
    Case("waits", [.waiting], "waits in queue shop, with 7 others, the oldest for 3 min 0 s") {
      $0.messages = at(.waiting)
    },
    Case("waits alone", [.waiting], "waits in queue shop, alone") { facts in
      facts.messages = at(.waiting)
      facts.queues = [QueueStatistics(queue: "shop", waiting: 1)]
    },
    Case("all busy", [.waiting, .busy], "all 2 places of this node are busy") { facts in
      facts.messages = at(.waiting)
      facts.busy = 2
    },
    Case("paused queue", [.queuePaused, .waiting], "queue shop is paused since") { facts in
      facts.messages = at(.waiting)
      facts.pauses = [Pause(.queue("shop"), since: now), Pause(.queue("other"), since: now)]
    },
    Case("paused node", [.nodePaused, .waiting], "this node is paused") { facts in
      facts.messages = at(.waiting)
      facts.isNodePaused = true
    },
    Case("not consumed", [.notConsumed, .waiting], "does not take from queue shop, but from celery, slow") { facts in
      facts.messages = at(.waiting)
      facts.consumed = ["celery", "slow"]
    },
    Case("only beat here", [.noWorker, .waiting], "this process runs no tasks") { facts in
      facts.messages = at(.waiting)
      (facts.consumed, facts.slots, facts.busy) = (nil, 0, 0)
    },
    Case("unknown task", [.unregistered, .waiting], "no task is called send_sms here") { facts in
      facts.messages = at(.waiting)
      facts.isRegistered = false
    },
    Case("deferred", [.deferred], "in 2 h 0 min") { $0.messages = at(.deferred) { $0.eta = now + .hours(2) } },
    Case("retry", [.retry], "retry number 2 after Refused: no credit begins in 1 min 0 s") { facts in
      facts.messages = at(.deferred) { ($0.eta, $0.retries) = (now + .seconds(60), 2) }
      facts.result = result(.retry, TaskFailure(type: "Refused", message: "no credit"))
    },
    Case("limited", [.limited], "put back until it may begin: 10/m begin on each node") { facts in
      facts.messages = at(.deferred)
      facts.limits = ["10/m begin on each node"]
    },
    Case("deferred, and the queue rests", [.deferred, .queuePaused], "paused") { facts in
      facts.messages = at(.deferred) { $0.eta = now + .hours(2) }
      facts.pauses = [Pause(.queue("shop"), since: now)]
    },
    Case("reserved", [.reserved], "taken by this node, celery@web1, and not begun: 1 of its 2 places are busy") {
      facts in
      facts.messages = at(.inFlight, node: "celery@web1")
      facts.isReserved = true
    },
    Case("held by another", [.heldElsewhere], "taken by celery@web2") {
      $0.messages = at(.inFlight, node: "celery@web2")
    },
    Case("held by Celery", [.heldElsewhere], "taken by another worker") { $0.messages = at(.inFlight) },
    Case("runs", [.running], "running on celery@web1 for 3 min 0 s") { facts in
      facts.messages = at(.inFlight, node: "celery@web1")
      facts.runningSince = now - .seconds(180)
      facts.result = result(.started)
    },
    Case("runs, acknowledged early", [.running], "running on celery@web1") { $0.runningSince = now - .seconds(180) },
    Case("revoked", [.revoked, .waiting], "revoked: it will not be begun any more") { facts in
      facts.messages = at(.waiting)
      facts.isRevoked = true
    },
    Case("expired", [.waiting, .expired], "expired 10.0 s ago") {
      $0.messages = at(.waiting) { $0.expires = now - .seconds(10) }
    },
    Case("done", [.outcome], "SUCCESS, 20.0 s ago on celery@web2") { $0.result = result(.success) },
    Case("failed", [.outcome], "FAILURE: Refused: no credit, 20.0 s ago") {
      $0.result = result(.failure, TaskFailure(type: "Refused", message: "no credit"))
    },
    Case("refused duplicate", [.outcome], "duplicate of 16") {
      $0.result = result(.revoked, TaskFailure(type: "TaskRevokedError", message: "duplicate of 16"))
    },
    Case("dead", [.dead], "dead letter 4 since") { facts in
      facts.deadLetters = [
        DeadLetter(
          number: 4, reason: .unknownTask, detail: "no such", queue: "shop", diedAt: now, deliveryCount: 1,
          message: message
        )
      ]
    },
    Case("two sends, two tasks", [.waiting, .heldElsewhere], "waits in queue shop") {
      $0.messages = at(.waiting) + at(.inFlight, node: "celery@web2")
    },
  ]

  @Test(arguments: cases) func eachReasonIsTold(_ one: Case) {
    var facts = Self.facts
    one.change(&facts)
    let explanation = TaskExplanation(facts: facts)
    #expect(explanation.reasons.map(\.code) == one.codes, "\(explanation.reasons)")
    #expect(explanation.reasons.contains { $0.text.contains(one.says) }, "\(explanation.reasons)")
    #expect(explanation.isKnown == !one.codes.contains(.unknown))
  }

  @Test func everyReasonHasACase() {
    #expect(Set(Self.cases.flatMap(\.codes)) == Set(TaskReason.Code.allCases))
  }
}
