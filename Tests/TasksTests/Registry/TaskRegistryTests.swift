import TasksTesting
import Testing

@testable import Tasks

@Suite("The registry")
struct TaskRegistryTests {
  private let context: ApplicationContext

  init() {
    let clock = ManualClock()
    let backend = MemoryBackend(clock: clock)
    context = ApplicationContext(queue: TaskQueue(broker: backend, results: backend, clock: clock))
  }

  struct Other: RequestAwareTask {
    static let name: TaskName = "send_sms"
    static let aliases: [TaskName] = ["review_sms"]
    func run(_ request: TaskRequest) async throws {}
  }

  struct Unstorable: RequestAwareTask {
    struct Secret: Sendable {}
    static let name: TaskName = "unstorable"
    func run(_ request: TaskRequest) async throws -> Secret { Secret() }
  }

  @Test func tasksAreFoundByNameAndAlias() throws {
    let registry = try TaskRegistry([SendSMS.self, AskForReview.self, UpdateRates.self], in: context)
    #expect(registry.names == ["send_review_sms_notification", "send_sms", "update_conversion_rates"])
    #expect(registry["review_sms"]?.name == AskForReview.name)
    #expect(registry["send_sms"]?.origin == "Swift type TasksTests.SendSMS")
    #expect(registry["nosuch"] == nil)
  }

  @Test func twoTasksOfOneNameAreRefusedNamingBoth() {
    let error = #expect(throws: RegistrationError.self) {
      try TaskRegistry([SendSMS.self, AskForReview.self, Other.self], in: context)
    }
    let both = "Swift type TasksTests.TaskRegistryTests.Other"
    #expect(
      error?.problems == [
        "two tasks are called 'review_sms': Swift type TasksTests.AskForReview and \(both)",
        "two tasks are called 'send_sms': Swift type TasksTests.SendSMS and \(both)",
      ])
  }

  @Test func everyProblemIsReportedAtOnce() {
    let error = #expect(throws: RegistrationError.self) {
      try TaskRegistry([SendSMS.self, Unstorable.self, Elsewhere.self, SendSMS.self], in: context)
    }
    #expect(error?.problems.count == 3)
    #expect(error?.description.contains("which cannot be stored as a result: it must be Encodable or Void") == true)
    #expect(error?.description.contains("Elsewhere (task 'python.resize') does not say how it is run") == true)
    #expect(error?.description.contains("two tasks are called 'send_sms'") == true)
  }

  @Test func singleSettingsCompleteTheOptions() throws {
    let options = TaskOptions(of: SendSMS.self)
    #expect(options.queue == "slow" && options.priority == Priority(6))
    #expect(options.retry == .exponential(attempts: 5))
    #expect(options.timeLimit == TimeLimit(soft: .seconds(10), hard: .minutes(1)))
    #expect(options.acknowledges == .early && options.ignoresResult)
    #expect(options.expires == .hours(1) && options.maxDeliveries == 7)
    #expect(TaskOptions(of: UpdateRates.self) == TaskOptions())
    #expect(try SendSMS.makeHandler(in: context).options == options)
  }

  @Test func argumentsOfASchedulesEntryAreCheckedWithoutRunning() throws {
    let handler = try AskForReview.makeHandler(in: context)
    #expect(throws: Never.self) { try handler.bind(TaskArguments([7])) }
    let error = #expect(throws: ArgumentError.self) { try handler.bind(TaskArguments(keywords: ["delivery": 7])) }
    #expect(error?.path == "deliveryID")
  }

  @Test func aScheduledTaskMakesTheMessageOfATick() throws {
    let entry = ScheduledTask(
      "review", .every(.hours(1)), AskForReview(deliveryID: 7), options: SendOptions(expires: .minutes(5), queue: "q"))
    #expect(entry.taskName == AskForReview.name)
    let message = try entry.message(by: context.queue.messages)
    #expect(message.arguments.keywords == ["deliveryID": 7] && message.queue == "q")
  }

  @Test func anApplicationNeedsToSayNothing() async throws {
    enum Empty: TaskApplication {}
    var services = Services()
    try await Empty.prepare(&services, settings: Settings())
    #expect(Empty.tasks.isEmpty && Empty.schedule.isEmpty)
  }
}
