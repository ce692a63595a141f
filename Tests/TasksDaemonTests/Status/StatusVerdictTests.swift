import ControlAPI
import TaskModel
import Testing

@testable import TasksDaemon

/// What `ctl status` answers, fact by fact.
@Suite struct StatusVerdictTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let isWell: Bool
    let code: StatusFinding.Code?
    let says: String
    let change: @Sendable (inout StatusFacts) -> Void

    init(
      _ name: String, _ isWell: Bool, _ code: StatusFinding.Code?, _ says: String,
      _ change: @escaping @Sendable (inout StatusFacts) -> Void
    ) {
      (testDescription, self.isWell, self.code, self.says, self.change) = (name, isWell, code, says, change)
    }
  }

  static var well: StatusFacts {
    var facts = StatusFacts()
    facts.roles = ["worker", "beat"]
    facts.slots = 2
    facts.queues = [StatusFacts.Queue(name: "celery", isConsumed: true)]
    return facts
  }

  static func shop(inFlight: Int64 = 0, isConsumed: Bool = false, paused: String? = nil) -> StatusFacts.Queue {
    StatusFacts.Queue(
      name: "shop", waiting: 12, inFlight: inFlight, oldestAge: .seconds(180), isConsumed: isConsumed,
      pausedSince: paused)
  }

  static let cases: [Case] = [
    Case("all is well", true, nil, "YES, tasks are being executed") { _ in },
    Case("only beat", true, .noWorker, "this process runs no tasks") { $0.roles = ["beat"] },
    Case("only worker", true, .beatOff, "beat is off here") { $0.roles = ["worker"] },
    Case("sick", false, .unhealthy, "NO: not healthy: no claim has worked") {
      $0.health = Health(isHealthy: false, isReady: false, text: "no claim has worked for 40.0 s")
    },
    Case("starting", false, .notReady, "NO: not ready yet") {
      $0.health = Health(isHealthy: true, isReady: false, text: "")
    },
    Case("broker away", false, .brokerAway, "NO: broker away for 12.0 s, retrying") {
      ($0.brokerAway, $0.queues) = (.seconds(12), nil)
    },
    Case("silent store", false, .storeSilent, "NO: the store does not answer") { $0.queues = nil },
    Case("paused node", false, .nodePaused, "NO: this node is paused") { $0.isPaused = true },
    Case("stopping", false, .stopping, "NO: stopping") { $0.isStopping = true },
    Case("nobody takes it", false, .notConsumed, "no worker here takes queue shop: 12 tasks wait, oldest 3 min 0 s") {
      $0.queues?.append(shop())
    },
    Case("another node takes it", true, .notConsumed, "no worker here takes queue shop") {
      $0.queues?.append(shop(inFlight: 1))
    },
    Case("a queue of others, seen from beat", true, nil, "YES") { facts in
      facts.roles = ["beat"]
      facts.queues = [shop()]
    },
    Case("paused queue with tasks", false, .queuePaused, "queue shop is paused since noon: 12 tasks wait") {
      $0.queues?.append(shop(isConsumed: true, paused: "noon"))
    },
    Case("paused and empty", true, .queuePaused, "queue celery is paused since noon") {
      $0.queues = [StatusFacts.Queue(name: "celery", isConsumed: true, pausedSince: "noon")]
    },
    Case("unknown age", false, .notConsumed, "1 task waits, oldest unknown") {
      $0.queues = [StatusFacts.Queue(name: "shop", waiting: 1)]
    },
    Case("all busy", true, .busy, "all 2 places are busy, queue shop: 12 tasks wait") { facts in
      facts.running = 2
      facts.queues = [shop(isConsumed: true)]
    },
    Case("busy for a moment", true, nil, "YES") { facts in
      facts.running = 2
      facts.queues = [StatusFacts.Queue(name: "shop", waiting: 3, oldestAge: .seconds(5), isConsumed: true)]
    },
    Case("overdue entry", false, .entryOverdue, "NO: entry backup is overdue since 03:00") {
      $0.entries = [StatusFacts.Entry(name: "backup", overdueSince: "03:00")]
    },
    Case("paused entry", true, .entryPaused, "entry backup is paused") {
      $0.entries = [StatusFacts.Entry(name: "backup", state: "paused", overdueSince: "03:00")]
    },
    Case("failed entry", true, .entryFailed, "the last run of entry backup failed") {
      $0.entries = [StatusFacts.Entry(name: "backup", lastOutcome: "FAILURE")]
    },
    Case("dead letters", true, .deadLetters, "3 dead letters, the newest: unknown task (x)") {
      ($0.dead, $0.newestDead) = (3, "unknown task (x)")
    },
    Case("database away", false, .databaseAway, "NO: database away for 5.0 s") { $0.databaseAway = .seconds(5) },
    Case("set aside", true, .outboxSetAside, "2 rows of the outbox cannot be sent") { $0.outboxSetAside = 2 },
  ]

  @Test(arguments: cases) func theVerdictNamesTheReason(_ one: Case) {
    var facts = Self.well
    one.change(&facts)
    let verdict = StatusVerdict(facts: facts)
    #expect(verdict.isWell == one.isWell, "\(verdict.findings)")
    #expect(verdict.headline.hasPrefix(one.isWell ? "YES" : "NO: "))
    let said = ([verdict.headline] + verdict.findings.map(\.text)).joined(separator: "\n")
    #expect(said.contains(one.says), "\(said)")
    if let code = one.code {
      #expect(verdict.findings.map(\.code).contains(code), "\(verdict.findings)")
    } else if facts.hasBeat && facts.runsTasks {
      #expect(verdict.findings.isEmpty, "\(verdict.findings)")
    }
  }

  @Test func everyFindingHasACase() {
    #expect(Set(Self.cases.compactMap(\.code)) == Set(StatusFinding.Code.allCases))
  }

  @Test func problemsComeFirst() {
    var facts = Self.well
    facts.dead = 1
    facts.isPaused = true
    facts.entries = [StatusFacts.Entry(name: "backup", overdueSince: "03:00")]
    let verdict = StatusVerdict(facts: facts)
    #expect(verdict.findings.map(\.code) == [.nodePaused, .entryOverdue, .deadLetters])
    #expect(verdict.headline == "NO: this node is paused; entry backup is overdue since 03:00")
  }

  @Test func aQueueIsEmptyWhenTheRateHasWorkedItOff() {
    var queue = StatusFacts.Queue(name: "q", waiting: 30)
    #expect(queue.timeToEmpty == nil)
    queue.rate = 0.5
    #expect(queue.timeToEmpty == .seconds(60))
    queue.waiting = 0
    #expect(queue.timeToEmpty == nil)
  }
}
