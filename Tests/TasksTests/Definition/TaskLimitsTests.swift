import Synchronization
import TasksTesting
import Testing

@testable import Tasks

@Suite("Limits that all workers share")
struct TaskLimitsTests {
  private struct Import: RequestAwareTask {
    static let name: TaskName = "import"
    static let globalRateLimit = RateLimit(5)
    static let unique: Uniqueness? = .untilDone
    static let concurrencyLimit: ConcurrencyLimit? = 2
    var host: String
    var path: String
    var concurrencyKey: String? { host }
    func run(_ request: TaskRequest) async throws {}
  }

  private struct Refresh: RequestAwareTask {
    static let name: TaskName = "refresh"
    static let unique: Uniqueness? = .for(.hours(1))
    var page: Int
    var reason: String?
    var uniqueKey: String? { "page-\(page)" }
    func run(_ request: TaskRequest) async throws {}
  }

  private struct Export: RequestAwareTask {
    static let name: TaskName = "export"
    static let argumentNames: ArgumentNames = .snakeCase
    static let options = TaskOptions(unique: .whileQueued, concurrencyLimit: 3)
    var orderID: Int
    @Default var isFull = true
    func run(_ request: TaskRequest) async throws {}
  }

  private let clock = ManualClock()
  private let backend: MemoryBackend
  private let queue: TaskQueue

  init() {
    backend = MemoryBackend(clock: clock)
    queue = TaskQueue(broker: backend, results: backend, clock: clock)
  }

  private func bound<Definition: RequestAwareTask>(
    _ type: Definition.Type, _ positional: [JSONValue] = [], _ keywords: JSONObject = [:]
  ) throws -> any BoundTask {
    try type.makeHandler(in: ApplicationContext(queue: queue)).bind(TaskArguments(positional, keywords: keywords))
  }

  @Test func theSettingsOfATaskAreItsOptions() throws {
    let options = try Import.makeHandler(in: ApplicationContext(queue: queue)).options
    #expect(options.globalRateLimit == RateLimit(5) && options.unique == .untilDone && options.concurrencyLimit == 2)
    #expect(TaskOptions(of: Export.self).unique == .whileQueued)
    #expect(TaskOptions(of: Export.self).concurrencyLimit?.count == 3)
    #expect(TaskOptions(of: SendSMS.self).unique == nil)
  }

  @Test func aMessageClaimsTheKeyThatItsRunnerComputes() throws {
    let sent = try queue.messages.message(for: Import(host: "a", path: "/b"))
    let claim = try #require(sent.unique)
    #expect(claim == UniqueClaim(key: #"import=[]{"host":"a","path":"/b"}"#, end: .done, lifetime: .days(1)))
    #expect(try bound(Import.self, ["a", "/b"]).uniqueKey == claim.key)
    #expect(try bound(Import.self, ["a"], ["path": "/b"]).uniqueKey == claim.key)
    #expect(try bound(Import.self, ["a", "/c"]).uniqueKey != claim.key)
  }

  @Test func spellingAndDefaultsDoNotMakeAnotherTask() throws {
    let claim = try #require(try queue.messages.message(for: Export(orderID: 7)).unique)
    for keywords: JSONObject in [["order_id": 7], ["orderID": 7], ["orderID": 7, "isFull": true]] {
      #expect(try bound(Export.self, [], keywords).uniqueKey == claim.key)
    }
    #expect(try bound(Export.self, [7]).uniqueKey == claim.key)
    #expect(try bound(Export.self, [7, false]).uniqueKey != claim.key)
  }

  @Test func aKeyOfTheAuthorsOwnCountsInstead() throws {
    let claim = try #require(try queue.messages.message(for: Refresh(page: 7, reason: "new")).unique)
    #expect(claim == UniqueClaim(key: "refresh:page-7", end: .period, lifetime: .hours(1)))
    #expect(try bound(Refresh.self, [7, "old"]).uniqueKey == claim.key)
    #expect(try bound(Import.self, ["a", "/b"]).concurrencyKey == "import:a")
    #expect(try bound(Export.self, [7]).concurrencyKey == "export")
  }

  @Test func whoSendsADuplicateGetsTheResultOfTheOneThatIsThere() async throws {
    let first = try await queue.send(Refresh(page: 1))
    let second = try await queue.send(Refresh(page: 1, reason: "again"))
    #expect(second.id == first.id)
    let several = try await queue.send(all: [Refresh(page: 1), Refresh(page: 2), Refresh(page: 2)])
    #expect(several[0].id == first.id && several[1].id == several[2].id && several[1].id != first.id)
    #expect(try await backend.queueStatistics(of: [.standard]).first?.waiting == 2)
    clock.advance(by: .hours(1))
    #expect(try await queue.send(Refresh(page: 1)).id != first.id)
  }

  @Test func progressIsAStateWithHowFarAndWhat() {
    let published = Mutex<[JSONValue]>([])
    let run = RunContext(
      message: TaskMessage(id: "id-1", task: "t"), deliveryCount: 1, node: "n", startedAt: clock.now,
      publishState: { state, meta in published.withLock { $0.append([.string(state.rawValue), meta]) } })
    let request = TaskRequest(run, in: ApplicationContext(queue: queue))
    request.progress(0.4, "half way")
    request.progress(3, of: 10)
    #expect(
      published.withLock { $0 } == [
        ["PROGRESS", ["current": 0.4, "total": 1, "message": "half way"]], ["PROGRESS", ["current": 3, "total": 10]],
      ])
  }
}
