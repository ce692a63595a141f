import FoundationEssentials
import Synchronization
import TasksTesting
import Testing

@testable import Tasks

@Suite("Running a Swift task")
struct SwiftTaskHandlerTests {
  private let clock = ManualClock()
  private let backend: MemoryBackend
  private let queue: TaskQueue

  init() {
    backend = MemoryBackend(clock: clock)
    queue = TaskQueue(broker: backend, results: backend, clock: clock)
  }

  private func run<Definition: TaskDefinition>(
    _ task: Definition, retries: Int = 0, limit: TimeLimit = TimeLimit(), in context: ApplicationContext? = nil
  ) async throws -> JSONValue {
    let context = context ?? ApplicationContext(queue: queue)
    var message = try queue.messages.message(for: task, SendOptions(taskID: "id-1"))
    message.retries = retries
    let handler = try Definition.makeHandler(in: context)
    return try await handler.bind(message.arguments).run(
      RunContext(message: message, deliveryCount: 2, node: "n", startedAt: clock.now, timeLimit: limit))
  }

  /// Gives the request it gets to the test.
  struct Probe: RequestAwareTask {
    static let name: TaskName = "probe"
    var path: String
    func run(_ request: TaskRequest) async throws -> String {
      try request.services.require(Seen.self).requests.withLock { $0.append(request) }
      if path == "retry" { try request.retry(after: .seconds(5)) }
      return try request.url(path).absoluteString
    }
  }

  final class Seen: Sendable {
    let requests = Mutex<[TaskRequest]>([])
  }

  private func context(site: String? = "https://example.test/shop/", _ seen: Seen = Seen()) -> ApplicationContext {
    var services = Services()
    services.register(seen)
    return ApplicationContext(
      settings: Settings(["websauna.site_id": "shop"]), services: services, siteURL: site.flatMap(URL.init(string:)),
      queue: queue)
  }

  @Test func whatATaskReturnsIsItsResult() async throws {
    #expect(try await run(Insert(value: 3)) == 3)
    #expect(try await run(UpdateRates()) == nil)
    let lines = [Report.Line(title: "a", amount: 2, price: 3)]
    let report = Report(
      lines: lines, format: .pdf, period: .all, since: Date(timeIntervalSince1970: 0),
      link: try #require(URL(string: "x:y")), key: UUID(), weights: [:], steps: [:])
    #expect(try await run(report) == [["title": "a", "amount": 2, "price": "3"]])
  }

  @Test func whatATaskThrowsIsPassedOn() async {
    await #expect(throws: Refused.self) { try await run(Insert(value: 3, fail: true)) }
  }

  struct Average: RequestAwareTask {
    static let name: TaskName = "average"
    var of: [Double]
    func run(_ request: TaskRequest) async throws -> [String: [Double]] {
      ["mean": [of.reduce(0, +) / Double(of.count)]]
    }
  }

  @Test func aResultThatIsNotJSONIsAFailureWithItsPath() async {
    let error = await #expect(throws: TaskFailure.self) { try await run(Average(of: [])) }
    #expect(error?.type == "ResultEncodingError")
    #expect(error?.message.hasPrefix("result.mean[0]: ") == true)
  }

  @Test func eachAttemptGetsItsOwnRequest() async throws {
    let seen = Seen()
    _ = try await run(Probe(path: "a"), in: context(seen))
    _ = try await run(
      Probe(path: "a"), retries: 1, limit: TimeLimit(soft: .seconds(5), hard: .seconds(9)), in: context(seen))
    let requests = seen.requests.withLock { $0 }
    #expect(requests.map(\.attempt) == [1, 2])
    #expect(requests.map(\.id) == ["id-1", "id-1"])
    #expect(requests.map(\.name) == ["probe", "probe"])
    #expect(requests.map(\.deadline) == [nil, clock.now + .seconds(5)])
    #expect(requests.first?.deliveryCount == 2)
    #expect(requests.first?.now == clock.now && requests.first?.startedAt == clock.now)
    #expect(requests.first?.settings["websauna.site_id"] == "shop")
    #expect(requests.first?.settings["nosuch"] == nil)
    #expect(requests.first?.isCancelled == false)
  }

  private func context(_ seen: Seen) -> ApplicationContext { context(site: "https://example.test/shop/", seen) }

  @Test(arguments: [
    ("review/1", "https://example.test/shop/review/1"), ("/review/1", "https://example.test/shop/review/1"),
    ("a?b=c#d", "https://example.test/shop/a?b=c#d"), ("", "https://example.test/shop/"),
  ])
  func linksAreAbsolute(_ path: String, _ url: String) async throws {
    #expect(try await run(Probe(path: path), in: context()) == .string(url))
  }

  @Test func aMissingSiteURLFailsOnlyTheTaskThatNeedsIt() async throws {
    let context = context(site: nil)
    let error = await #expect(throws: TaskRequestError.self) { try await run(Probe(path: "review/1"), in: context) }
    #expect(error?.description.contains("site_url") == true)
    #expect(try await run(Insert(value: 1), in: context) == 1)
  }

  @Test func aTaskMayAskForAnotherAttempt() async {
    let error = await #expect(throws: RetryRequest.self) { try await run(Probe(path: "retry"), in: context()) }
    #expect(error?.countdown == .seconds(5))
  }

  @Test func aMissingServiceIsNamed() async {
    let error = await #expect(throws: TaskRequestError.self) { try await run(Probe(path: "a")) }
    #expect(error?.description.hasPrefix("no service of type Seen: register one") == true)
  }

  @Test func tasksSentByATaskKnowTheirParentAndRoot() async throws {
    let seen = Seen()
    _ = try await run(Probe(path: "a"), in: context(seen))
    let request = try #require(seen.requests.withLock { $0.first })
    try await request.queue.send(UpdateRates())
    let claim = ClaimRequest(node: NodeIdentity(name: "n", incarnation: "1"), queues: [.standard], limit: 1)
    let message = try #require(try await backend.claim(claim).messages.first?.message)
    #expect(message.parentID == "id-1" && message.rootID == "id-1")
  }

  @Test func aTaskCanBeCalledDirectly() async throws {
    let context = ApplicationContext(queue: queue)
    let request = try TaskRequest(for: SendSMS(to: "a"), attempt: 3, in: context)
    #expect(request.attempt == 3 && request.deadline == clock.now + .seconds(10))
    #expect(try await Insert(value: 3).run(request) == 3)
    #expect(throws: SendError.self) { try TaskRequest(for: Average(of: [.nan]), in: context) }
  }

  @Test func theLoggerCarriesTheTask() async throws {
    let seen = Seen()
    _ = try await run(Probe(path: "a"), in: context(seen))
    let logger = try #require(seen.requests.withLock { $0.first?.logger })
    #expect(logger[metadataKey: "task_id"] == "id-1")
    #expect(logger[metadataKey: "task_name"] == "probe")
    #expect(logger[metadataKey: "attempt"].map { "\($0)" } == "1")
  }
}
