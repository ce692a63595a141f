import FoundationEssentials
import Tasks

struct Add: RequestAwareTask {
  static let name: TaskName = "demo.add"
  var x: Int
  @Default var y = 0

  func run(_ request: TaskRequest) async throws -> Int { x &+ y }
}

struct Sum: RequestAwareTask {
  static let name: TaskName = "demo.xsum"
  var numbers: [Int]

  func run(_ request: TaskRequest) async throws -> Int { numbers.reduce(0, &+) }
}

struct Echo: RequestAwareTask {
  static let name: TaskName = "demo.echo"
  var value: JSONValue?

  func run(_ request: TaskRequest) async throws -> JSONValue { value ?? .null }
}

/// Unix seconds.
struct Now: RequestAwareTask {
  static let name: TaskName = "demo.now"

  func run(_ request: TaskRequest) async throws -> Double { Date().timeIntervalSince1970 }
}

/// What the message says of itself.
struct Identity: RequestAwareTask {
  static let name: TaskName = "demo.identity"
  var value: JSONValue?

  func run(_ request: TaskRequest) async throws -> JSONValue {
    let message = request.message
    return [
      "id": .string(message.id.rawValue), "root": JSONValue(message.rootID?.rawValue),
      "parent": JSONValue(message.parentID?.rawValue), "group": JSONValue(message.groupID),
      "retries": JSONValue(message.retries), "stamps": message.headers["stamps"] ?? [:],
      "tenant": message.headers["x-tenant"] ?? .null, "queue": .string(message.queue.rawValue),
    ]
  }
}

struct ErrorCallback: RequestAwareTask {
  static let name: TaskName = "demo.errback"
  var taskID: String

  func run(_ request: TaskRequest) async throws -> String { taskID }
}
