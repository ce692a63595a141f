// The code of docs/tutorial/testing.md: what stands there stands here, and is run.
import Synchronization
import Tasks
import TasksTesting
import Testing

protocol SMSGateway: Sendable {
  func send(_ text: String, to number: String) async throws
}

struct AskForReview: TransactionalTask {
  static let name: TaskName = "ask_for_review"
  var deliveryID: Int

  func run(_ request: TaskRequest, in transaction: any DatabaseTransaction) async throws {
    guard let row = try await transaction.first("SELECT phone FROM delivery WHERE id = \(deliveryID) AND NOT asked")
    else { return }
    try await transaction.execute("UPDATE delivery SET asked = true WHERE id = \(deliveryID)")
    let link = try request.url("review/\(deliveryID)")
    try transaction.send(SendSMS(to: try row.get("phone"), text: "How was it? \(link)"))
  }
}

struct SendSMS: RequestAwareTask {
  static let name: TaskName = "send_sms"
  static let retry = RetryPolicy.fixed(attempts: 3, pause: .minutes(1))
  var to: String
  var text: String

  func run(_ request: TaskRequest) async throws {
    try await request.services.require((any SMSGateway).self).send(text, to: to)
  }
}

enum Shop: TaskApplication {
  static let tasks: [any TaskDefinition.Type] = [AskForReview.self, SendSMS.self]

  static func prepare(_ services: inout Services, settings: Settings) async throws {
    services.register(HTTPGateway(key: settings["sms.key"] ?? ""), as: (any SMSGateway).self)
  }
}

final class SMSRecorder: SMSGateway {
  struct Away: Error {}
  private let state: Mutex<(sent: [String], outages: Int)>

  init(outages: Int = 0) { state = Mutex(([], outages)) }

  var sent: [String] { state.withLock { $0.sent } }

  func send(_ text: String, to number: String) throws {
    try state.withLock { state in
      if state.outages > 0 {
        state.outages -= 1
        throw Away()
      }
      state.sent.append("\(number): \(text)")
    }
  }
}

@Test func theReviewSMSGoesOutTwoHoursAfterTheOrder() async throws {
  let gateway = SMSRecorder()
  try await withShop(gateway) { tasks in
    try await tasks.database.transaction { transaction in
      try await transaction.execute("INSERT INTO delivery VALUES (7, '+358 40 1', false)")
      try transaction.send(AskForReview(deliveryID: 7), countdown: .hours(2))
    }
    let early = try await tasks.drain()
    #expect(early.isEmpty)

    tasks.clock.advance(by: .hours(2))
    let runs = try await tasks.drain()
    #expect(runs.count == 2)
    #expect(gateway.sent == ["+358 40 1: How was it? https://example.test/review/7"])
  }
}

@Test func anOrderThatFailsAsksNobody() async throws {
  struct SoldOut: Error {}
  let gateway = SMSRecorder()
  try await withShop(gateway) { tasks in
    await #expect(throws: SoldOut.self) {
      try await tasks.database.transaction { transaction in
        try transaction.send(AskForReview(deliveryID: 7))
        throw SoldOut()
      }
    }
    let runs = try await tasks.drain()
    #expect(runs.isEmpty)
  }
}

@Test func anSMSIsSentOnceTheGatewayIsBack() async throws {
  let gateway = SMSRecorder(outages: 2)
  try await withShop(gateway) { tasks in
    let id = try await tasks.queue.send(SendSMS(to: "+358 40 1", text: "Hello")).id
    for _ in 1...3 {
      try await tasks.drain()
      tasks.clock.advance(by: .minutes(1))
    }
    #expect(tasks.runs.count == 3)
    #expect(gateway.sent == ["+358 40 1: Hello"])
    #expect(try await tasks.result(of: id)?.state == .success)
  }
}

@Test func afterThreeAttemptsTheFailureIsThrown() async throws {
  try await withShop(SMSRecorder(outages: .max)) { tasks in
    try await tasks.queue.send(SendSMS(to: "+358 40 1", text: "Hello"))
    for _ in 1...2 {
      try await tasks.drain()
      tasks.clock.advance(by: .minutes(1))
    }
    await #expect(throws: TaskFailure.self) { try await tasks.drain() }
  }
}

@Test func inEagerModeTheSMSIsSentBeforeTheCommitReturns() async throws {
  let gateway = SMSRecorder()
  try await withShop(gateway, mode: .eager()) { tasks in
    try await tasks.database.transaction { transaction in
      try await transaction.execute("INSERT INTO delivery VALUES (7, '+358 40 1', false)")
      try transaction.send(AskForReview(deliveryID: 7))
    }
    #expect(gateway.sent.count == 1)
    #expect(tasks.runs.count == 2)
  }
}

func withShop(
  _ gateway: any SMSGateway, mode: TaskMode = .drained, _ body: (TestedTasks) async throws -> Void
) async throws {
  try await withTasks(
    Shop.self, mode: mode, siteURL: "https://example.test",
    override: { $0.register(gateway, as: (any SMSGateway).self) }
  ) { tasks in
    try await tasks.database.transaction { transaction in
      try await transaction.execute("CREATE TABLE delivery (id INTEGER PRIMARY KEY, phone TEXT, asked BOOLEAN)")
    }
    try await body(tasks)
  }
}

/// What the shop sends with in earnest; no test gets that far.
struct HTTPGateway: SMSGateway {
  struct NoNetwork: Error {}
  let key: String
  func send(_ text: String, to number: String) async throws { throw NoNetwork() }
}
