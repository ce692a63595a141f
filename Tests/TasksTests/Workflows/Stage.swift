import Canvas
import TasksTesting

@testable import Tasks

/// A worker in miniature: takes what waits, runs it, settles it with what follows, until nothing waits.
struct Stage {
  let clock = ManualClock()
  let backend: MemoryBackend
  let queue: TaskQueue
  private let registry: TaskRegistry
  private let node = NodeIdentity(name: "n", incarnation: "1")

  init(routes: TaskRoutes = TaskRoutes()) throws {
    backend = MemoryBackend(clock: clock)
    queue = TaskQueue(broker: backend, results: backend, clock: clock, routes: routes)
    registry = try TaskRegistry(
      [Plus.self, Total.self, Fetch.self, CountWords.self, Note.self, Mark.self], in: ApplicationContext(queue: queue))
  }

  func claim() async throws -> [ClaimedMessage] {
    let queues: [QueueName] = [.standard, "slow", "fast"]
    return try await backend.claim(ClaimRequest(node: node, queues: queues, limit: 1000)).messages
  }

  /// What waits in all queues; it is gone afterwards.
  func sent() async throws -> [TaskMessage] { try await claim().map(\.message) }

  /// Runs until nothing waits. Returns the names in the order in which they ran.
  @discardableResult
  func runAll() async throws -> [TaskName] {
    var names: [TaskName] = []
    while true {
      let claimed = try await claim()
      if claimed.isEmpty { return names }
      for message in claimed {
        names.append(message.message.task)
        _ = try await backend.settle([await settlement(of: message)], by: node)
      }
    }
  }

  private func settlement(of claimed: ClaimedMessage) async -> Settlement {
    let message = claimed.message
    var result = TaskResult(id: message.id, state: .success, task: message.task, doneAt: clock.now)
    let context = LaunchContext(now: clock.now)
    var ending: Ending
    do {
      result.value = try await run(claimed)
      ending = try Canvas.afterSuccess(of: message, value: result.value, in: context)
    } catch {
      let failure = TaskFailure(type: "\(type(of: error))", message: "\(error)")
      (result.state, result.failure) = (.failure, failure)
      ending = Canvas.afterFailure(of: message, failure, in: context)
    }
    return Settlement(
      receipt: claimed.receipt, disposition: .acknowledge, result: result, followUps: ending.followUps)
  }

  private func run(_ claimed: ClaimedMessage) async throws -> JSONValue {
    let message = claimed.message
    guard let handler = registry[message.task] else { throw Refused() }
    let context = RunContext(message: message, deliveryCount: 1, node: "n", startedAt: clock.now)
    return try await handler.bind(message.arguments).run(context)
  }
}

/// The tasks of the workflows here.
struct Plus: RequestAwareTask {
  static let name: TaskName = "plus"
  var x: Int
  var y: Int
  func run(_ request: TaskRequest) async throws -> Int {
    if y == 666 { throw Refused() }
    return x + y
  }
}

struct Total: RequestAwareTask {
  static let name: TaskName = "total"
  var numbers: [Int]
  func run(_ request: TaskRequest) async throws -> Int { numbers.reduce(0, +) }
}

struct Fetch: RequestAwareTask {
  static let name: TaskName = "fetch"
  static let queue: QueueName = "slow"
  static let priority = Priority(6)
  static let options = TaskOptions(expires: .hours(1))
  var page: String
  func run(_ request: TaskRequest) async throws -> String { "the \(page)" }
}

struct CountWords: RequestAwareTask {
  static let name: TaskName = "count_words"
  static let argumentNames = ArgumentNames.snakeCase
  static let ignoresResult = true
  var text: String?
  var atLeast = 0
  func run(_ request: TaskRequest) async throws -> Int { max(atLeast, text?.split(separator: " ").count ?? 0) }
}

/// Takes anything and gives it back.
struct Note: RequestAwareTask {
  static let name: TaskName = "note"
  var what: JSONValue?
  func run(_ request: TaskRequest) async throws -> JSONValue { what ?? .null }
}
