import TasksTesting
import Testing

@testable import Tasks

@Suite("The message of a task")
struct MessageFactoryTests {
  private let clock = ManualClock()
  private var factory: MessageFactory { MessageFactory(clock: clock, origin: "gen1@web1") }

  private func problem(
    _ options: SendOptions, named name: TaskName = "x", _ arguments: TaskArguments = TaskArguments()
  ) -> SendError? {
    do throws(SendError) {
      _ = try factory.message(named: name, arguments, options)
      return nil
    } catch { return error }
  }

  @Test func carriesArgumentsByNameAndWhoSentItWhen() throws {
    let message = try factory.message(for: AskForReview(deliveryID: 7))
    #expect(message.task == "send_review_sms_notification")
    #expect(message.arguments == TaskArguments(keywords: ["deliveryID": 7]))
    #expect(message.queue == .standard && message.priority == .standard)
    #expect(message.eta == nil && message.expires == nil)
    #expect(message.sentAt == clock.now && message.origin == "gen1@web1")
    #expect(message.rootID == message.id && message.parentID == nil)
  }

  @Test func isTheSameTextEachTime() throws {
    let message = try factory.message(
      for: SendSMS(to: "+358", text: "Ä"), SendOptions(countdown: .hours(2), headers: ["k": 1], taskID: "id-1"))
    #expect(
      message.record.description
        == #"{"id":"id-1","task":"send_sms","args":[],"kwargs":{"to":"+358","text":"Ä"},"queue":"slow","priority":6,"#
        + #""eta":1767578400000000,"expires":1767582000000000,"root_id":"id-1","origin":"gen1@web1","#
        + #""sent_at":1767571200000000,"headers":{"k":1}}"#)
    #expect(try TaskMessage(record: message.record) == message)
  }

  @Test func theSenderWinsOverTheConfigurationAndThatOverTheTask() throws {
    var factory = factory
    factory.defaultQueue = "other"
    #expect(try factory.message(for: AskForReview(deliveryID: 1)).queue == "other")
    #expect(try factory.message(for: SendSMS(to: "a")).queue == "slow")
    factory.routes = TaskRoutes(["send_sms": .init(queue: "routed", priority: Priority(3))])
    let routed = try factory.message(for: SendSMS(to: "a"))
    #expect(routed.queue == "routed" && routed.priority == Priority(3))
    let said = try factory.message(for: SendSMS(to: "a"), SendOptions(queue: "said", priority: Priority(9)))
    #expect(said.queue == "said" && said.priority == Priority(9))
    #expect(try factory.message(for: UpdateRates()).queue == "other")
  }

  @Test func timesCountFromNow() throws {
    let options = SendOptions(countdown: .minutes(5), expires: .minutes(6))
    let message = try factory.message(for: UpdateRates(), options)
    #expect(message.eta == clock.now + .minutes(5) && message.expires == clock.now + .minutes(6))
    #expect(try factory.message(for: UpdateRates(), SendOptions(countdown: .seconds(-1))).eta == nil)
    let past = clock.now - .seconds(5)
    #expect(try factory.message(for: UpdateRates(), SendOptions(eta: past)).eta == past)
  }

  @Test func aTasksOwnTimeToLiveCountsFromWhenItIsDue() throws {
    let later = try factory.message(for: SendSMS(to: "a"), SendOptions(countdown: .hours(9)))
    #expect(later.expires == clock.now + .hours(10))
    #expect(try factory.message(for: SendSMS(to: "a")).expires == clock.now + .hours(1))
    #expect(
      try factory.message(for: SendSMS(to: "a"), SendOptions(expires: .seconds(1))).expires == clock.now + .seconds(1))
  }

  @Test func contradictionsAreRefused() {
    let now = clock.now
    let cases: [(SendOptions, String)] = [
      (SendOptions(countdown: .seconds(1), eta: now), "countdown and eta"),
      (SendOptions(expires: .seconds(1), expiresAt: now), "expires and expiresAt"),
      (SendOptions(countdown: .hours(2), expires: .hours(1)), "before it is due"),
      (SendOptions(expires: .zero), "never run"),
      (SendOptions(expiresAt: now - .seconds(1)), "never run"),
      (SendOptions(taskID: ""), "task id is empty"),
    ]
    for (options, text) in cases {
      let error = problem(options)
      #expect(error?.code == .invalidOptions && error?.message.contains(text) == true, "\(text): \(error as Any)")
    }
    #expect(problem(SendOptions(), named: "")?.code == .invalidOptions)
  }

  @Test func whatIsNotJSONIsRefusedWithItsPath() {
    let nan = JSONValue.double(.nan)
    #expect(problem(SendOptions(), TaskArguments([1, ["a": [nan]]]))?.path == "args[1].a[0]")
    #expect(problem(SendOptions(), TaskArguments(keywords: ["k": nan]))?.path == "k")
    #expect(problem(SendOptions(headers: ["h": nan]))?.path == "headers.h")
    var deep: JSONValue = 1
    for _ in 0..<300 { deep = [deep] }
    #expect(problem(SendOptions(), TaskArguments([deep]))?.code == .notJSON)
  }

  private func problem(_ options: SendOptions, _ arguments: TaskArguments) -> SendError? {
    problem(options, named: "x", arguments)
  }

  @Test func aHugePayloadIsRefusedWithBothSizes() throws {
    var factory = factory
    factory.payloadLimit = 100
    let fits = TaskArguments([.string(String(repeating: "x", count: 94))])
    #expect(throws: Never.self) { try factory.message(named: "x", fits) }
    let error = #expect(throws: SendError.self) {
      try factory.message(named: "x", TaskArguments([.string(String(repeating: "x", count: 95))]))
    }
    #expect(error?.code == .tooLarge)
    #expect(error?.message.hasPrefix("the arguments take 101 bytes of JSON, the queue takes at most 100") == true)
  }
}
